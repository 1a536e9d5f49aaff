/** Keys to press together. */
export function Keys({ keys }: { keys: readonly string[] }) {
  return (
    <span className="inline-flex gap-0.5">
      {keys.map((key) => (
        <kbd key={key} className="kbd">
          {key}
        </kbd>
      ))}
    </span>
  );
}

/** Keys to press one after the other. */
export function Sequence({ keys }: { keys: readonly (readonly string[])[] }) {
  if (keys.length === 0) return <span className="text-xs text-faint">off</span>;
  return (
    <span className="inline-flex items-center gap-1">
      {keys.map((one, index) => (
        // The same key twice ("g g") has no other name than its place.
        // biome-ignore lint/suspicious/noArrayIndexKey: see above
        <span key={`${index}-${one.join()}`} className="inline-flex items-center gap-1">
          {index > 0 && <span className="text-xs text-faint">then</span>}
          <Keys keys={one} />
        </span>
      ))}
    </span>
  );
}
