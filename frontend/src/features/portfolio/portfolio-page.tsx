export function PortfolioPage() {
  return <h1 className="text-xl font-semibold">Portfolio</h1>;
}
