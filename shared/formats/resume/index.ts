export { cvExporter } from "./export";
export { cvImporter } from "./import";
