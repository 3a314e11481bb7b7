// Loaded into a measured process by --require: at its end it writes what it used, its peak of resident memory included.
process.on('exit', () => {
  const { maxRSS, userCPUTime, systemCPUTime } = process.resourceUsage();
  require('node:fs').writeFileSync(
    process.env.TV_BENCH_USAGE,
    JSON.stringify({ residentMiB: maxRSS / 1024, cpuSeconds: (userCPUTime + systemCPUTime) / 1e6 }),
  );
});
