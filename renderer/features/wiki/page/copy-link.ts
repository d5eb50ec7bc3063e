/** The address of a page, for other programs. */
import { showDone, showProblem } from "../../../ui/toasts";

export async function copyPageLink(id: string, translate: (key: string) => string): Promise<void> {
	try {
		await navigator.clipboard.writeText(`commonplace://item/${id}`);
		showDone({ message: translate("page.linkCopied") });
	} catch (error) {
		showProblem({ message: translate("page.linkNotCopied"), advice: "", details: String(error) });
	}
}
