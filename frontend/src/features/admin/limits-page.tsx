export function LimitsPage() {
  return <h1 className="text-xl font-semibold">Limits and halts</h1>;
}
