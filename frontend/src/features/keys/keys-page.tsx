export function KeysPage() {
  return <h1>API keys</h1>;
}
