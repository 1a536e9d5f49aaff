import { Component, type ErrorInfo, type ReactNode } from "react";
import { asProblem } from "@/api/problem";
import { Failed } from "./states";

interface Props {
  children: ReactNode;
  /** When this changes, it is tried anew. */
  resetKey?: string | undefined;
  /** Shown instead of the usual failure. */
  fallback?: (error: unknown, retry: () => void) => ReactNode;
}

/** An error inside stays inside: the rest of the page goes on. */
export class Boundary extends Component<Props, { error: unknown }> {
  override state: { error: unknown } = { error: undefined };

  static getDerivedStateFromError(error: unknown) {
    return { error: error ?? new Error("Something failed without saying what.") };
  }

  override componentDidCatch(error: unknown, info: ErrorInfo): void {
    // `reportError` puts it where the browser and its tools collect errors.
    globalThis.reportError?.(error instanceof Error ? error : new Error(info.componentStack ?? ""));
  }

  override componentDidUpdate(before: Props): void {
    if (before.resetKey !== this.props.resetKey && this.state.error !== undefined) this.retry();
  }

  readonly retry = (): void => this.setState({ error: undefined });

  override render(): ReactNode {
    const { error } = this.state;
    if (error === undefined) return this.props.children;
    if (this.props.fallback) return this.props.fallback(error, this.retry);
    return <Failed problem={asProblem(error)} onRetry={this.retry} />;
  }
}
