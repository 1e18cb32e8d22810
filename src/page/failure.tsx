// What stands where the page stood when the page itself has failed: that the code is kept, and how to go on.
import { Component, type ReactNode } from "react";
import en from "./messages/en.ts";
import es from "./messages/es.ts";

export class FailureBoundary extends Component<{ children: ReactNode }, { error: Error | null }> {
  override state: { error: Error | null } = { error: null };

  static getDerivedStateFromError(error: Error): { error: Error } {
    return { error };
  }

  override render(): ReactNode {
    const { error } = this.state;
    if (!error) return this.props.children;
    const { title, body, reload } = (document.documentElement.lang === "es" ? es : en).crash;
    return (
      <main className="failure">
        <h1>{title}</h1>
        <p>{body}</p>
        <pre>{error.message}</pre>
        <button type="button" className="btn out" onClick={() => location.reload()}>
          {reload}
        </button>
      </main>
    );
  }
}
