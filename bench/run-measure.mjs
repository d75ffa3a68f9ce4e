// Runs one measure and prints its result as JSON: `node bench/run-measure.mjs core`.
const [name] = process.argv.slice(2);
const { [name]: measure } = await import(`./measures/${name}.mjs`);
const rows = await measure.run();
console.log(JSON.stringify({ name, about: measure.about, rows }));
