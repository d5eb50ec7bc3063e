/**
 * What features build with. Beside these, use components of "@mantine/core" directly (they are themed):
 * Button, ActionIcon, TextInput, Textarea, Select, TagsInput, Checkbox, Switch, SegmentedControl, Menu, Modal, Tooltip, Progress.
 * A primary button is `<Button variant="filled">`, one that destroys is `<Button color="bad" variant="filled">`.
 *
 *  - Engine: `useEngine()`, `useQuery(name, params | null, { keepPrevious, whenIdle })` → { state, data, error }, `useLiveList(spec)`,
 *    `useEngineState()`, `useRun()` → `run(commands, { done, undo })` (tells failures by itself), `useExplain()`.
 *  - Shell: `useShell()` (window.commonplace), `useShellInfo()`, `useSettings()`.
 *  - A screen: `<Screen title trail note actions width ready headingHidden>`; the right panel: `<RightPanel label tabs>`.
 *  - Lists: `<VirtualList>` with `useLiveList` (`total={list.total} itemAt={list.row} onVisible={list.show} allIds={list.ids}`), `Selection`.
 *  - States: `<EmptyState>`, `<ErrorState error retry>`, `<Skeleton shape>`, `useLater(waiting)` (true after 300 ms).
 *  - Items: `<ItemIcon kind>`, `routeOf(row)`, `useTitleOf()`, `<Tag>`, `<Found parts>` (highlights), `<Card>`.
 *  - Words: `useWords()` → number, ago, date, dateTime, day, size. Every visible string: `useTranslation("<area>")`.
 *  - Talking: `showDone({ message, undo })`, `showProblem(explanation)`, `confirm(question)` (only for what cannot be undone), `announce(text)`.
 *  - Jobs: `startJob(engine, name, params, subject)`, `useJobs`.
 *  - Keys: `useShortcut("Mod+Shift+B", perform)`, `<Keys shortcut>`. Palette: `openPalette(text)`.
 *  - Navigation: `useNavigation` (./navigation), types of a feature (./feature).
 *
 * Style with CSS modules and the variables of theme/tokens.css (--paper, --surface, --sunken, --line, --ink, --soft, --muted, --accent,
 * --accent-soft, --mark, --mark-2, --good, --warn, --bad, --font-serif for what people wrote, --font-sans for the app's words,
 * --text-title|section|body|card|app|small, --measure, --radius, --radius-card, --shadow, --motion); `visually-hidden` is a global class.
 * A feature's index.ts is in the first chunk: there, import types and icons only, and screens by React.lazy.
 */
export { Card, type CardProps } from "./card";
export { confirm, type Question } from "./confirm";
export { EngineProvider, useEngine } from "./engine-context";
export {
	type QueryResult,
	type RunWords,
	useEngineState,
	useExplain,
	useQuery,
	useRun,
} from "./engine-hooks";
export type { Action, Feature, NavigationEntry, Screen as ScreenComponent } from "./feature";
export { announce, closePalette, openPalette, type TrailStep, useFrame } from "./frame-state";
export { Found, ItemIcon, iconOf, routeOf, Tag, useTitleOf } from "./item";
export { type JobRecord, startJob, useJobs } from "./jobs";
export { Keys, matches, type Shortcut, useShortcut, writeShortcut } from "./keys";
export { useLater } from "./later";
export { type LiveRows, useLiveList } from "./list/live-list";
export { NOTHING_SELECTED, type Selection, selectAll, selectOnly, selectRange, toggle } from "./list/selection";
export { VirtualList, type VirtualListProps } from "./list/virtual-list";
export { type Route, type ScreenName, useNavigation } from "./navigation";
export { RightPanel, type RightPanelProps, type RightPanelTab } from "./right-panel";
export { Screen, type ScreenProps } from "./screen";
export { ShellProvider, useSettings, useShell, useShellInfo } from "./shell-context";
export { CopyDetails, EmptyState, ErrorState, Skeleton } from "./states";
export { useColourScheme } from "./theme/theme-provider";
export { type Explanation, showDone, showProblem, type Toast, useToasts } from "./toasts";
export { useWords, type Words } from "./words";
