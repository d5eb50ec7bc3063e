import type { Transport } from "../../shared/protocol/conversation/ports";

/** Passes frames between two lines in both directions, each at the pace of the other, until one of them ends; then the other does, and `ended` is called. */
export function joinLines(one: Transport, other: Transport, ended: () => void): void {
	one.onFrame((frame) => other.send(frame));
	other.onFrame((frame) => one.send(frame));
	one.onEnd((why) => {
		other.end(why);
		ended();
	});
	other.onEnd((why) => {
		one.end(why);
		ended();
	});
}
