/** A question before what cannot be undone. Anything that can be undone is done at once, with an Undo. */
import { create } from "zustand";

export interface Question {
	readonly title: string;
	/** What will be so afterwards. */
	readonly body: string;
	/** The verb on the button: "Erase 3 pages". */
	readonly action: string;
	readonly danger?: boolean;
}

interface Asked {
	readonly question: Question | null;
	answer(yes: boolean): void;
}

export const useConfirm = create<Asked>(() => ({ question: null, answer: () => undefined }));

/** Asks, and resolves with whether the person said yes. A second question answers the first with no. */
export function confirm(question: Question): Promise<boolean> {
	useConfirm.getState().answer(false);
	return new Promise((resolve) => {
		useConfirm.setState({
			question,
			answer: (yes) => {
				useConfirm.setState({ question: null, answer: () => undefined });
				resolve(yes);
			},
		});
	});
}
