export function DeadLettersPage() {
  return <h1 className="text-xl font-semibold">Parked events</h1>;
}
