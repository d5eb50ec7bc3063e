/** A table drawn as a table. A click on a cell goes to its text. */
import { type EditorView, WidgetType } from "@codemirror/view";
import { followElement } from "../../links/follow-element";
import { editorPorts } from "../editor-ports";
import { cellRange, readTable } from "./table-text";

const ROW_HEIGHT = 38;

export class TableWidget extends WidgetType {
	constructor(readonly text: string) {
		super();
	}
	override eq(other: TableWidget): boolean {
		return other.text === this.text;
	}
	override get estimatedHeight(): number {
		return (this.text.split("\n").length - 1) * ROW_HEIGHT;
	}
	override toDOM(view: EditorView): HTMLElement {
		const frame = document.createElement("div");
		frame.className = "wiki-table-frame";
		const table = readTable(this.text);
		if (table === null) {
			frame.textContent = this.text;
			return frame;
		}
		const ports = view.state.facet(editorPorts);
		const element = document.createElement("table");
		element.className = "wiki-table";
		const head = element.createTHead();
		const body = element.createTBody();
		table.rows.forEach((cells, row) => {
			const line = (row === 0 ? head : body).insertRow();
			cells.forEach((cell, column) => {
				const box = document.createElement(row === 0 ? "th" : "td");
				if (row === 0) box.scope = "col";
				box.dataset.row = String(row);
				box.dataset.column = String(column);
				const alignment = table.alignments[column];
				if (alignment !== null && alignment !== undefined) box.classList.add(`wiki-align-${alignment}`);
				box.append(ports.drawLine(cell));
				line.append(box);
			});
		});
		frame.append(element);
		frame.addEventListener("click", (event) => event.target instanceof Element && event.target.closest("a") && event.preventDefault());
		frame.addEventListener("mousedown", (event) => this.goToCell(event, view, frame));
		return frame;
	}
	override ignoreEvent(): boolean {
		return true;
	}

	private goToCell(event: MouseEvent, view: EditorView, frame: HTMLElement): void {
		const target = event.target instanceof Element ? event.target : null;
		const link = target?.closest<HTMLElement>("a");
		if (link && event.button === 0) {
			event.preventDefault();
			followElement(view.state.facet(editorPorts), link);
			return;
		}
		if (target?.closest("input") || view.state.readOnly || event.button !== 0) return;
		event.preventDefault();
		const cell = target?.closest<HTMLElement>("[data-row]");
		const start = view.posAtDOM(frame);
		const range = cell ? cellRange(this.text, { row: Number(cell.dataset.row), column: Number(cell.dataset.column) }) : null;
		view.dispatch({ selection: { anchor: start + (range?.to ?? 0) }, scrollIntoView: true });
		view.focus();
	}
}
