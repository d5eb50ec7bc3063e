import type { ColourScheme } from "../../../shared/host";

/** The choices, in the order shown. */
export const ColourSchemes: ColourScheme[] = ["system", "light", "dark"];
