export function FeedPage() {
  return <h1 className="text-xl font-semibold">Feed and clock</h1>;
}
