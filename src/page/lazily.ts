// Something that is loaded when it is first asked for, and once. A failure is not kept: whoever asks again tries again.

export interface Lazily<T> {
  (): Promise<T>;
  /** What has been loaded, undefined before. */
  readonly now: T | undefined;
}

export function lazily<T>(load: () => Promise<T>): Lazily<T> {
  let loading: Promise<T> | undefined;
  let loaded: T | undefined;
  const get = (): Promise<T> => {
    loading ??= load().then(
      (value) => {
        loaded = value;
        return value;
      },
      (error: unknown) => {
        loading = undefined;
        throw error;
      },
    );
    return loading;
  };
  return Object.defineProperty(get, "now", { get: () => loaded }) as Lazily<T>;
}
