export function AlertsPage() {
  return <h1 className="text-xl font-semibold">Alerts</h1>;
}
