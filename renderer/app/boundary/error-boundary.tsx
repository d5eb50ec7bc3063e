/** Catches what a part of the interface throws, so that the rest goes on. */
import { Component, type ReactNode } from "react";

interface ErrorBoundaryProps {
	/** What is shown instead; `retry` draws the part anew. */
	fallback(error: unknown, retry: () => void): ReactNode;
	/** When it changes, the part gets another chance. */
	readonly resetKey: string;
	readonly children: ReactNode;
}

interface ErrorBoundaryState {
	readonly failed: boolean;
	readonly error: unknown;
	readonly key: string;
}

/** A class because React offers this by classes alone. */
export class ErrorBoundary extends Component<ErrorBoundaryProps, ErrorBoundaryState> {
	override state: ErrorBoundaryState = { failed: false, error: null, key: this.props.resetKey };

	static getDerivedStateFromError(error: unknown): Partial<ErrorBoundaryState> {
		return { failed: true, error };
	}

	static getDerivedStateFromProps(props: ErrorBoundaryProps, state: ErrorBoundaryState): Partial<ErrorBoundaryState> | null {
		return props.resetKey === state.key ? null : { failed: false, error: null, key: props.resetKey };
	}

	override render(): ReactNode {
		if (!this.state.failed) return this.props.children;
		return this.props.fallback(this.state.error, () => this.setState({ failed: false, error: null }));
	}
}
