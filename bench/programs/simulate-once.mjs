// Simulates the study's workload once and prints the process's peak resident memory in KiB.
import { gap } from 'lockstep/core';
import { mock } from 'lockstep/cost';
import { simulate } from 'lockstep/simulation';
import { studyWorkload } from '../workloads.mjs';

const requests = Number(process.argv[2]);
simulate({ maxBatchSize: 8, wait: gap(100), cost: mock(), workload: studyWorkload(requests) });
console.log(process.resourceUsage().maxRSS);
