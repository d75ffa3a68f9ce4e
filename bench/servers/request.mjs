/** What both servers are asked, and about as large as their answers: OpenAI's smallest request with all that matters. */
export const PATH = '/v1/completions';
export const REQUEST = {
  model: 'simulated',
  prompt: 'It was the best of times, it was the worst of times,',
  max_tokens: 8,
  temperature: 0,
};
