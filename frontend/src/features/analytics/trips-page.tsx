export function TripsPage() {
  return <h1 className="text-xl font-semibold">Round trips</h1>;
}
