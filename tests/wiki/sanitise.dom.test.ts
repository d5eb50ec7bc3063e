import { describe, expect, it } from "vitest";
import { createMarkdownHtml } from "../../renderer/features/wiki/rendering/markdown-html";
import { createSanitiser } from "../../renderer/features/wiki/rendering/sanitise";
import { hostileHtml } from "./hostile-html";

const sanitiser = createSanitiser(window);
const markdown = createMarkdownHtml();

const ALLOWED_ELEMENTS =
	/^(A|ABBR|B|BLOCKQUOTE|BR|CAPTION|CITE|CODE|COL|COLGROUP|DD|DEL|DETAILS|DFN|DIV|DL|DT|EM|FIGCAPTION|FIGURE|H[1-6]|HR|I|IMG|INPUT|INS|KBD|LI|MARK|OL|P|PRE|Q|S|SAMP|SECTION|SMALL|SPAN|STRONG|SUB|SUMMARY|SUP|TABLE|TBODY|TD|TFOOT|TH|THEAD|TIME|TR|U|UL|VAR)$/;

/** Everything in the fragment that could run, load or lead somewhere it must not. */
function dangers(fragment: DocumentFragment): string[] {
	const found: string[] = [];
	for (const element of fragment.querySelectorAll("*")) {
		if (!ALLOWED_ELEMENTS.test(element.tagName)) found.push(`<${element.tagName}>`);
		if (element.namespaceURI !== "http://www.w3.org/1999/xhtml") found.push(`namespace of ${element.tagName}`);
		for (const { name, value } of element.attributes) {
			if (/^on|^style$|^srcdoc$|^srcset$|^form|^id$|^name$|^xlink|^action$|^background$|^ping$/i.test(name)) found.push(`${name}=${value}`);
			if (name === "href" && !/^(https?:\/\/|mailto:|#)/i.test(value)) found.push(`href=${value}`);
			if (name === "src" && !/^app:\/\/files\/[0-9a-f]{64}/.test(value)) found.push(`src=${value}`);
		}
	}
	return found;
}

describe("HTML from anywhere", () => {
	it.each(hostileHtml)("does no harm: %s", (payload) => {
		expect(dangers(sanitiser.fragment(payload))).toEqual([]);
	});

	it.each(hostileHtml)("does no harm inside a page: %s", (payload) => {
		for (const page of [
			payload,
			`text ${payload} text`,
			`> ${payload}`,
			`| a |\n|--|\n| ${payload} |`,
			`[[${payload}]]`,
			`![[${payload}|${payload}]]`,
			`[x](${payload})`,
		]) {
			expect(dangers(sanitiser.fragment(markdown.page(page)))).toEqual([]);
		}
	});

	it.each(hostileHtml)("cannot change its meaning when it is read a second time: %s", (payload) => {
		const once = document.createElement("div");
		once.append(sanitiser.fragment(payload));
		const again = document.createElement("div");
		again.innerHTML = once.innerHTML;
		const fragment = document.createDocumentFragment();
		fragment.append(...again.childNodes);
		expect(dangers(fragment)).toEqual([]);
	});

	it("keeps what people write", () => {
		const html =
			'<p>a <strong>b</strong> <a href="https://example.org">c</a></p><table><tbody><tr><td align="right">1</td></tr></tbody></table><input type="checkbox" checked="">';
		const box = document.createElement("div");
		box.append(sanitiser.fragment(html));
		expect(box.querySelector("strong")?.textContent).toBe("b");
		expect(box.querySelector("a")?.getAttribute("href")).toBe("https://example.org");
		expect(box.querySelector("td")?.getAttribute("align")).toBe("right");
		expect(box.querySelector("input")?.checked).toBe(true);
	});

	it("shows pictures of our own file store and no others", () => {
		const own = `app://files/${"a".repeat(64)}?type=image/png`;
		const box = document.createElement("div");
		box.append(
			sanitiser.fragment(
				`<img src="${own}" alt="ours"><img src="https://example.org/pixel.gif"><img src="data:image/svg+xml,<svg onload=alert(1)>">`,
			),
		);
		expect([...box.querySelectorAll("img")].map((image) => image.getAttribute("src"))).toEqual([own, null, null]);
	});
});
