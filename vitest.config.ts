import wasm from "vite-plugin-wasm";
import { defineConfig } from "vitest/config";

const real = "tests/real/**/*.test.{ts,tsx}";
/** Programs that the benches install for themselves. */
const peers = "tests/bench/.peers/**";
const dom = ["tests/renderer/**/*.test.{ts,tsx}", "tests/**/*.dom.test.{ts,tsx}"];

/**
 * Three projects: `node` for everything without a page, `dom` for components in jsdom,
 * `real` for the real input beside the checkout (run by `npm run test:real` alone).
 * A test says it needs a page by lying in tests/renderer or by ending in `.dom.test.ts(x)`.
 */
export default defineConfig({
	plugins: [wasm()],
	test: {
		testTimeout: 30_000,
		hookTimeout: 30_000,
		projects: [
			{
				extends: true,
				test: {
					name: "node",
					environment: "node",
					include: ["tests/**/*.test.{ts,tsx}"],
					exclude: [real, ...dom, "tests/**/fixtures/**", peers],
				},
			},
			{ extends: true, test: { name: "dom", environment: "jsdom", include: dom, exclude: [peers] } },
			{ extends: true, test: { name: "real", environment: "node", include: [real], testTimeout: 120_000 } },
		],
	},
});
