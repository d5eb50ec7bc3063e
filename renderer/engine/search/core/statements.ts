/** SQL prepared once and kept: an update or a search runs a handful of statements that never change. */
import type { BindableValue, Database, PreparedStatement, SqlValue } from "@sqlite.org/sqlite-wasm";

/** Prepared statements kept at most. */
const MOST_KEPT = 64;

export class Statements {
	private readonly kept = new Map<string, PreparedStatement>();

	constructor(private readonly db: Database) {}

	run(sql: string, values: readonly BindableValue[] = []): void {
		this.each(sql, values, () => false);
	}

	/** The first row, or null. */
	first(sql: string, values: readonly BindableValue[] = []): readonly SqlValue[] | null {
		let first: readonly SqlValue[] | null = null;
		this.each(sql, values, (row) => {
			first = row;
			return false;
		});
		return first;
	}

	/** Hands over each row until `take` says false. */
	each(sql: string, values: readonly BindableValue[], take: (row: readonly SqlValue[]) => boolean): void {
		const statement = this.prepared(sql);
		try {
			if (values.length > 0) statement.bind([...values]);
			while (statement.step()) if (!take(statement.get([]))) break;
		} catch (error) {
			// A failed statement reports its failure a second time when it is reset, so it is not kept.
			this.kept.delete(sql);
			statement.finalize();
			throw error;
		}
		// Bindings stay: the next run gives all of them anew.
		statement.reset();
	}

	close(): void {
		for (const statement of this.kept.values()) statement.finalize();
		this.kept.clear();
	}

	private prepared(sql: string): PreparedStatement {
		const old = this.kept.get(sql);
		if (old !== undefined) return old;
		if (this.kept.size >= MOST_KEPT) this.close();
		const statement = this.db.prepare(sql);
		this.kept.set(sql, statement);
		return statement;
	}
}
