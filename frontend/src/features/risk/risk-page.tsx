export function RiskPage() {
  return <h1 className="text-xl font-semibold">Risk</h1>;
}
