/** Where I am, from the outermost to here. */
import type { ReactNode } from "react";
import { useTranslation } from "react-i18next";
import { useFrame } from "../../ui/frame-state";
import { useNavigation } from "../../ui/navigation";
import classes from "./top-bar.module.css";

export function Trail(): ReactNode {
	const { t } = useTranslation("app");
	const trail = useFrame((state) => state.trail);
	const go = useNavigation((state) => state.go);
	return (
		<nav aria-label={t("whereIAm")} style={{ minWidth: 0 }}>
			<ol className={classes.trail}>
				{trail.map(({ label, route }, index) => {
					const here = index === trail.length - 1;
					return (
						// In a narrow window the outermost step gives way first, then the next.
						// biome-ignore lint/suspicious/noArrayIndexKey: two steps may have the same name.
						<li key={index} style={{ flexShrink: here ? 1 : 10_000 ** Math.min(8, trail.length - 1 - index) }}>
							{here || route === undefined ? (
								<span className={classes.here} aria-current={here ? "page" : undefined}>
									{label}
								</span>
							) : (
								<button type="button" className={classes.step} onClick={() => go(route)}>
									{label}
								</button>
							)}
							{here ? null : <span aria-hidden="true">/</span>}
						</li>
					);
				})}
			</ol>
		</nav>
	);
}
