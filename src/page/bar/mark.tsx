// The mark: a P of four cells, one of them full.
export function Mark() {
  return (
    <svg className="mark" viewBox="5 0 22 32" aria-hidden="true">
      <path
        className="c"
        d="M17 5.78 14.29 10.48H8.86L6.15 5.78 8.86 1.08h5.43ZM17 16l-2.71 4.7H8.86L6.15 16l2.71-4.7h5.43ZM17 26.22l-2.71 4.7H8.86l-2.71-4.7 2.71-4.7h5.43Z"
      />
      <path className="h" d="m25.85 10.89-2.71 4.7h-5.43L15 10.89l2.71-4.7h5.43Z" />
    </svg>
  );
}
