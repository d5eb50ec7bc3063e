/** Our theme for the component library. Values live in tokens.css; here is only what is not a value. */
import { createTheme, type MantineColorsTuple } from "@mantine/core";

/** Shades that components may ask for by number; the ones that are drawn come from tokens.css. */
const ink: MantineColorsTuple = [
	"#e3ecf5",
	"#d5e3f0",
	"#b4cde4",
	"#8db8e3",
	"#5f93c4",
	"#3d74a8",
	"#2b5c8c",
	"#234d77",
	"#1c3f62",
	"#14304c",
];
const bad: MantineColorsTuple = [
	"#f8e6e2",
	"#f0cfc9",
	"#e58d84",
	"#d9756a",
	"#c9584c",
	"#b7493e",
	"#a93f35",
	"#8f332b",
	"#732922",
	"#571f1a",
];

const CONTROL = { size: "sm" } as const;
const FAST = { duration: 100, transition: "fade" } as const;
/** The list of choices scrolls itself (see controls.css): a scroller around it would be one that no key reaches. */
const CHOICES = { ...CONTROL, withScrollArea: false, comboboxProps: { transitionProps: FAST } } as const;

/** Controls are 32 px high, text in them 13 px, motion under 150 ms. */
export const theme = createTheme({
	primaryColor: "ink",
	colors: { ink, bad },
	fontFamily: "var(--font-sans)",
	fontFamilyMonospace: "var(--font-mono)",
	headings: { fontFamily: "var(--font-serif)", fontWeight: "600" },
	defaultRadius: "md",
	respectReducedMotion: true,
	cursorType: "pointer",
	focusRing: "auto",
	components: {
		Button: {
			defaultProps: { ...CONTROL, variant: "default" },
			vars: () => ({ root: { "--button-height": "32px", "--button-padding-x": "14px" } }),
		},
		ActionIcon: { defaultProps: { variant: "subtle", color: "gray" } },
		TextInput: { defaultProps: CONTROL },
		PasswordInput: { defaultProps: CONTROL },
		Textarea: { defaultProps: CONTROL },
		Select: { defaultProps: CHOICES },
		TagsInput: { defaultProps: CHOICES },
		Autocomplete: { defaultProps: CHOICES },
		NumberInput: { defaultProps: CONTROL },
		Checkbox: { defaultProps: CONTROL },
		Radio: { defaultProps: CONTROL },
		Switch: { defaultProps: CONTROL },
		SegmentedControl: { defaultProps: { ...CONTROL, transitionDuration: 100 } },
		// Without the placeholder, which is no entry, the first entry has the focus.
		Menu: { defaultProps: { shadow: "md", transitionProps: FAST, position: "bottom-start", withInitialFocusPlaceholder: false } },
		Popover: { defaultProps: { shadow: "md", transitionProps: FAST } },
		Tooltip: { defaultProps: { openDelay: 500, transitionProps: FAST, withArrow: false } },
		Modal: { defaultProps: { centered: true, transitionProps: FAST, overlayProps: { backgroundOpacity: 0, className: "veil" } } },
		ModalRoot: { defaultProps: { transitionProps: FAST } },
		ModalOverlay: { defaultProps: { backgroundOpacity: 0, className: "veil" } },
		Drawer: { defaultProps: { transitionProps: { duration: 120 }, overlayProps: { backgroundOpacity: 0, className: "veil" } } },
	},
});
