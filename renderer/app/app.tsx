/** The whole interface around one engine and one shell. */
import type { i18n } from "i18next";
import type { ReactNode } from "react";
import { I18nextProvider } from "react-i18next";
import type { ShellApi, ShellInfo } from "../../shared/host";
import type { Engine } from "../engine/contract";
import { EngineProvider } from "../ui/engine-context";
import { ShellProvider } from "../ui/shell-context";
import { SpacesProvider } from "../ui/spaces/known-spaces";
import { ThemeProvider } from "../ui/theme/theme-provider";
import { AppBoundary } from "./boundary/app-boundary";
import { Frame } from "./frame/frame";

export interface AppProps {
	readonly engine: Engine;
	readonly shell: ShellApi;
	readonly info: ShellInfo;
	readonly language: i18n;
}

export function App({ engine, shell, info, language }: AppProps): ReactNode {
	return (
		<I18nextProvider i18n={language}>
			<ShellProvider shell={shell} info={info}>
				<ThemeProvider>
					<EngineProvider engine={engine}>
						<AppBoundary>
							<SpacesProvider>
								<Frame />
							</SpacesProvider>
						</AppBoundary>
					</EngineProvider>
				</ThemeProvider>
			</ShellProvider>
		</I18nextProvider>
	);
}
