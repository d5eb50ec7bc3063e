/** Figures for Prometheus. Labels are words of ours, never anybody's. */
export interface Metrics {
	count(name: CounterName, label?: string, by?: number): void;
	/** Milliseconds that something took. */
	took(name: "push" | "answer", milliseconds: number): void;
	/** The figures as text; gauges are asked when the text is. */
	text(gauges: Readonly<Record<string, number>>): string;
}

const COUNTERS = {
	questions: ["question", "Questions asked, by kind"],
	refusals: ["why", "Questions refused, by reason"],
	envelopes_kept: [null, "Envelopes kept"],
	envelope_bytes_kept: [null, "Bytes of envelopes kept"],
	envelopes_refused: ["why", "Envelopes not kept, by reason"],
	connections: ["outcome", "Connections, by how they ended"],
	failures: ["what", "Failures of the server or its store, by what was tried"],
} as const;
export type CounterName = keyof typeof COUNTERS;

/** Milliseconds. */
const BUCKETS = [1, 2, 5, 10, 25, 50, 100, 250, 500, 1000, 2500, 10_000];
/** A reason that comes from outside cannot make the list of figures grow. */
const MOST_LABELS = 100;

interface Histogram {
	readonly counts: number[];
	sum: number;
	total: number;
}

export function createMetrics(): Metrics {
	const counters = new Map<CounterName, Map<string, number>>();
	const histograms = new Map<string, Histogram>();

	return {
		count(name, label = "", by = 1) {
			const values = counters.get(name) ?? new Map<string, number>();
			counters.set(name, values);
			const known = values.has(label) || values.size < MOST_LABELS ? label : "other";
			values.set(known, (values.get(known) ?? 0) + by);
		},
		took(name, milliseconds) {
			const histogram = histograms.get(name) ?? { counts: BUCKETS.map(() => 0), sum: 0, total: 0 };
			histograms.set(name, histogram);
			histogram.sum += milliseconds;
			histogram.total += 1;
			for (const [index, upTo] of BUCKETS.entries()) if (milliseconds <= upTo) histogram.counts[index] = (histogram.counts[index] ?? 0) + 1;
		},
		text(gauges) {
			const lines: string[] = [];
			for (const [name, [label, help]] of Object.entries(COUNTERS)) {
				const full = `commonplace_${name}_total`;
				lines.push(`# HELP ${full} ${help}.`, `# TYPE ${full} counter`);
				const values = counters.get(name as CounterName) ?? new Map([["", 0]]);
				for (const [value, count] of values) lines.push(label === null ? `${full} ${count}` : `${full}{${label}="${value}"} ${count}`);
			}
			for (const [name, { counts, sum, total }] of histograms) {
				const full = `commonplace_${name}_seconds`;
				lines.push(`# HELP ${full} Time taken.`, `# TYPE ${full} histogram`);
				for (const [index, upTo] of BUCKETS.entries()) lines.push(`${full}_bucket{le="${upTo / 1000}"} ${counts[index] ?? 0}`);
				lines.push(`${full}_bucket{le="+Inf"} ${total}`, `${full}_sum ${(sum / 1000).toFixed(6)}`, `${full}_count ${total}`);
			}
			for (const [name, value] of Object.entries(gauges)) lines.push(`# TYPE commonplace_${name} gauge`, `commonplace_${name} ${value}`);
			return `${lines.join("\n")}\n`;
		},
	};
}
