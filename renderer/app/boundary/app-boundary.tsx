/** The last net: the frame itself failed. What is safe, and how to go on. */
import { Button } from "@mantine/core";
import type { ReactNode } from "react";
import { useTranslation } from "react-i18next";
import { useShell } from "../../ui/shell-context";
import { CopyDetails, EmptyState } from "../../ui/states";
import { describeError } from "./describe-error";
import { ErrorBoundary } from "./error-boundary";

export function AppBoundary({ children }: { readonly children: ReactNode }): ReactNode {
	const { t } = useTranslation("errors");
	const shell = useShell();
	return (
		<ErrorBoundary
			resetKey=""
			fallback={(error, retry) => (
				<main role="alert">
					<EmptyState
						title={t("window.title")}
						actions={
							<>
								<Button variant="filled" onClick={retry}>
									{t("window.again")}
								</Button>
								<Button onClick={() => void shell.restart()}>{t("restartApp")}</Button>
								<CopyDetails details={describeError(error)} />
							</>
						}
					>
						{t("window.safe")}
					</EmptyState>
				</main>
			)}
		>
			{children}
		</ErrorBoundary>
	);
}
