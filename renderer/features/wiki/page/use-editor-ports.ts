/** The world as the editor of one page sees it: engine, shell and navigation behind the editor's ports. */
import { useEffect, useMemo, useRef } from "react";
import { useTranslation } from "react-i18next";
import { headings } from "../../../../shared/formats/markdown";
import type { Row } from "../../../../shared/model/item";
import { routeOf, showProblem, useEngine, useExplain, useNavigation, useShell } from "../../../ui";
import type { EditorPorts } from "../editor/editor-ports";
import { LinkResolver } from "../links/link-resolver";
import { createMarkdownHtml } from "../rendering/markdown-html";
import type { WrittenLink } from "../rendering/markdown-rules";
import { type DrawingPorts, drawEmbed, drawLine } from "../rendering/page-drawing";
import { createSanitiser } from "../rendering/sanitise";
import { keepFiles, pickFiles } from "./attachments";
import { usePageActions } from "./use-page-actions";

const MOST_COMPLETIONS = 30;

export interface PagePorts {
	readonly editor: EditorPorts;
	readonly drawing: DrawingPorts;
}

/** `goToHeading` shows a heading of this same page. The ports stay the same as long as the page does. */
export function useEditorPorts(page: Row, goToHeading: (heading: string) => void): PagePorts {
	const { t } = useTranslation("wiki");
	const engine = useEngine();
	const shell = useShell();
	const explain = useExplain();
	const actions = usePageActions();
	const latest = useRef({ t, shell, explain, actions, page, goToHeading });
	latest.current = { t, shell, explain, actions, page, goToHeading };
	const { id } = page;

	const ports = useMemo((): PagePorts & { readonly resolver: LinkResolver } => {
		const resolver = new LinkResolver(engine, id);
		const drawing: DrawingPorts = {
			engine,
			resolver,
			html: createMarkdownHtml(),
			sanitiser: createSanitiser(window),
			words: (key, values) => latest.current.t(key, values ?? {}),
		};
		const tell = (error: unknown): void => showProblem(latest.current.explain(error));
		const textOf = async (name: string): Promise<string> => {
			const [row] = name === "" ? [latest.current.page] : await engine.ask("resolve", { names: [name], from: id });
			return row ? ((await engine.ask("text", { id: row.id })) ?? "") : "";
		};
		const follow = async ({ target, heading }: WrittenLink): Promise<void> => {
			if (target === "") return latest.current.goToHeading(heading);
			const [row] = await engine.ask("resolve", { names: [target], from: id });
			if (row === null || row === undefined) {
				const { parent } = latest.current.page;
				await latest.current.actions.create(parent === "" ? null : parent, target.split("/").at(-1) ?? target);
			} else if (row.id === id && heading !== "") latest.current.goToHeading(heading);
			else if (row.kind === "page") useNavigation.getState().go({ screen: "page", id: row.id, ...(heading === "" ? {} : { heading }) });
			else if (row.kind !== "file") useNavigation.getState().go(routeOf(row));
		};
		const editor: EditorPorts = {
			resolver,
			follow: (link) => void follow(link).catch(tell),
			openExternal: (address) =>
				void latest.current.shell.openExternal(address).then((result) => {
					if (result !== "opened") {
						showProblem({
							message: latest.current.t("link.notOpened", { address }),
							advice: latest.current.t("link.onlyWeb"),
							details: `${result}: ${address}`,
						});
					}
				}, tell),
			showTag: (tag) => useNavigation.getState().go({ screen: "search", text: `tag:${tag}` }),
			drawEmbed: (written, into) => drawEmbed(drawing, written, into, { depth: 0, around: [id] }),
			drawLine: (markdown) => drawLine(drawing, markdown),
			completePages: (typed) => engine.ask("complete", { typed, kinds: ["page", "file"], limit: MOST_COMPLETIONS }).catch(() => []),
			completeTags: async () => (await engine.ask("tags", {}).catch(() => [])).map(({ tag }) => tag),
			headingsOf: async (name) => headings(await textOf(name)).map(({ text }) => text),
			attach: async (files) => {
				try {
					return await keepFiles(engine, latest.current.shell, files, id, (name) => latest.current.t("attach.pasted", { time: name }));
				} catch (error) {
					tell(error);
					return [];
				}
			},
			pickFiles: async () => {
				try {
					return await pickFiles(engine, latest.current.shell, id);
				} catch (error) {
					tell(error);
					return [];
				}
			},
			words: (key, values) => latest.current.t(key, values ?? {}),
		};
		return { editor, drawing, resolver };
	}, [engine, id]);

	useEffect(() => () => ports.resolver.close(), [ports]);
	return ports;
}
