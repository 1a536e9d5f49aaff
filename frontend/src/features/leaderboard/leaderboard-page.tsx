export function LeaderboardPage() {
  return <h1 className="text-xl font-semibold">Leaderboard</h1>;
}
