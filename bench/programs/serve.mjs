// Serves one of bench/servers in a process of its own; tells its parent the URL, and on any message the CPU time spent.
const { openServer } = await import(`../servers/${process.argv[2]}.mjs`);
const url = await openServer().listen({ port: 0 });
process.on('message', () => process.send(cpuSeconds()));
process.on('disconnect', () => process.exit());
process.send(url);

function cpuSeconds() {
  const { user, system } = process.cpuUsage();
  return (user + system) / 1e6;
}
