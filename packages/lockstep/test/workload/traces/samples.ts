import type { TimeUnit, TraceFormatName } from 'lockstep/workload';

/** The same three requests, at 0, 1.5 and 4 s, as each format writes them. */
export const SAMPLES: Record<TraceFormatName, string> = {
  azure:
    'TIMESTAMP,ContextTokens,GeneratedTokens\r\n' +
    '2024-02-29 23:59:58.5000000,374,44\r\n' +
    '2024-03-01 00:00:00.0000000,0,109\r\n' +
    '2024-03-01 00:00:02.5000000,879,1',
  burstgpt:
    'Timestamp,Session ID,Elapsed time,Model,Request tokens,Response tokens,Total tokens,Log Type\n' +
    '5,,1.2,ChatGPT,374,44,418,API log\n' +
    '6.5,c-17,0.9,GPT-4,0,109,109,Conversation log\n' +
    '9,c-18,0.1,ChatGPT,879,1,880,Conversation log\n',
  lockstep:
    'id,batch,arrivedAt,startedAt,firstTokenAt,finishedAt,releasedAt,promptTokens,outputTokens\n' +
    '0,0,0,100,150,2300,2300,374,44\n' +
    '1,,1500,,,,,0,109\n' +
    '2,1,4000,4100,4150,4150,4150,879,1\n',
  mooncake:
    '{"timestamp": 0, "input_length": 374, "output_length": 44, "hash_ids": [0, 1]}\n' +
    '{"timestamp": 1500, "input_length": 0, "output_length": 109, "hash_ids": []}\n' +
    '{"timestamp": 4000, "input_length": 879, "output_length": 1, "hash_ids": [0, 7]}\n',
  'qwen-bailian':
    '{"chat_id": 7, "parent_chat_id": -1, "timestamp": 61.25, "input_length": 374, "output_length": 44, "hash_ids": [3]}\n' +
    '{"chat_id": 8, "parent_chat_id": 7, "timestamp": 62.75, "input_length": 0, "output_length": 109, "hash_ids": [3]}\n' +
    '{"chat_id": 9, "parent_chat_id": -1, "timestamp": 65.25, "input_length": 879, "output_length": 1, "hash_ids": []}\n',
  splitwise:
    'request_id,request_type,application_id,arrival_timestamp,batch_size,prompt_size,token_size\n' +
    '0,2,0,0.0,1,374,44\n' +
    '1,2,0,1.5,1,0,109\n' +
    '2,2,0,4.0,1,879,1\n',
  vidur: 'arrived_at,num_prefill_tokens,num_decode_tokens\n10,374,44\n11.5,0,109\n1.4e1,879,1\n',
  'without-unit':
    '{"timestamp": 10, "input_length": 374, "output_length": 44}\n' +
    '{"timestamp": 11.5, "input_length": 0, "output_length": 109}\n' +
    '{"timestamp": 14, "input_length": 879, "output_length": 1}\n',
};

/** The unit that has to be given with a sample whose columns do not tell it. */
export const GIVEN_UNITS: Partial<Record<TraceFormatName, TimeUnit>> = { 'without-unit': 's' };
