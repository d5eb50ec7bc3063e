/** What the shell does for spaces: files of changes. */
import type { PickedSource, PickedTarget, ShellApi } from "../../../shared/host";

interface SpaceShell {
	pickSource(purpose: "changes"): Promise<PickedSource | null>;
	pickTarget(purpose: "changes", suggestedName: string): Promise<PickedTarget | null>;
}

const asked = (shell: ShellApi): SpaceShell => shell as unknown as SpaceShell;

/** Lets the person pick a file of changes. */
export async function pickChanges(shell: ShellApi): Promise<PickedSource | null> {
	return asked(shell).pickSource("changes");
}

/** Lets the person say where a file of changes is kept. */
export async function pickTargetForChanges(shell: ShellApi, suggestedName: string): Promise<PickedTarget | null> {
	return asked(shell).pickTarget("changes", suggestedName);
}
