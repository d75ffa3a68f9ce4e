/** What `npm start` says in the end. */
export const NEXT_STEPS = `
Look at it in the browser: move a slider, and see what it does to every request.
  npx lockstep lab --open

Serve the model in the box, and ask it, in two terminals:
  npx lockstep serve
  curl http://127.0.0.1:8000/v1/completions -H 'content-type: application/json' \\
    -d '{"prompt": "My fellow citizens,", "max_tokens": 40}'`;
