/** The screen of the current route, in a net of its own: when it fails, the frame and everything kept go on. */
import { Button } from "@mantine/core";
import { type ComponentType, type ReactNode, Suspense } from "react";
import { useTranslation } from "react-i18next";
import { type Route, useNavigation } from "../ui/navigation";
import { CopyDetails, EmptyState, Skeleton } from "../ui/states";
import { describeError } from "./boundary/describe-error";
import { ErrorBoundary } from "./boundary/error-boundary";
import { featureOf } from "./features";
import classes from "./frame/frame.module.css";

/** What makes a screen another one: other filters of the same screen keep it mounted. */
function keyOf(route: Route): string {
	if (route.screen === "page") return `page ${route.id}`;
	return route.screen === "space" ? `space ${route.space}` : route.screen;
}

export function Outlet(): ReactNode {
	const { t } = useTranslation("errors");
	const route = useNavigation((state) => state.route);
	const go = useNavigation((state) => state.go);
	// Each screen takes the route of its own name; the registry guarantees it and the type system cannot see it.
	const Screen = featureOf(route.screen)?.screens[route.screen] as ComponentType<{ readonly route: Route }> | undefined;
	if (Screen === undefined) return <EmptyState title={t("noScreen")} />;
	return (
		<ErrorBoundary
			resetKey={JSON.stringify(route)}
			fallback={(error, retry) => (
				<div role="alert">
					<EmptyState
						title={t("screen.title")}
						actions={
							<>
								<Button variant="filled" onClick={retry}>
									{t("screen.again")}
								</Button>
								<Button onClick={() => go({ screen: "home" })}>{t("screen.home")}</Button>
								<CopyDetails details={describeError(error)} />
							</>
						}
					>
						{t("screen.safe")}
					</EmptyState>
				</div>
			)}
		>
			<Suspense
				fallback={
					<div className={classes.pending}>
						<Skeleton shape="page" />
					</div>
				}
			>
				<Screen key={keyOf(route)} route={route} />
			</Suspense>
		</ErrorBoundary>
	);
}
