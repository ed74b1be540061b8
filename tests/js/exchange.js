// What a KafkaJS producer sends, a KafkaJS consumer group receives; the successor goes on where the group committed.
// Usage: exchange.js BOOTSTRAP TOPIC, as KAFKA_USER with KAFKA_PASSWORD if these are in the environment.
const { Kafka, CompressionTypes, logLevel } = require('kafkajs');

const [bootstrap, topic] = process.argv.slice(2);
const { KAFKA_USER: username, KAFKA_PASSWORD: password } = process.env;
const kafka = new Kafka({
  clientId: 'exchange',
  brokers: [bootstrap],
  sasl: username && { mechanism: 'scram-sha-256', username, password },
  connectionTimeout: 30000,
  logLevel: logLevel.NOTHING,
});
const show = (value) => (value === null ? 'null' : JSON.stringify(value.toString()));

async function createTopic() {
  const admin = kafka.admin();
  await admin.connect();
  const created = await admin.createTopics({ topics: [{ topic, numPartitions: 2 }] });
  console.log('created', created);
  await admin.disconnect();
}

async function send(options, partition, messages) {
  const producer = kafka.producer(options);
  await producer.connect();
  const [placed] = await producer.send({
    topic,
    acks: -1,
    compression: options.compression,
    messages: messages.map((message) => ({ partition, ...message })),
  });
  console.log('sent to', placed.partition, 'from', placed.baseOffset);
  await producer.disconnect();
}

// Collects so many messages and commits what it has seen.
async function receive(groupId, count) {
  const consumer = kafka.consumer({ groupId, heartbeatInterval: 300, maxWaitTimeInMs: 200 });
  await consumer.connect();
  await consumer.subscribe({ topic, fromBeginning: true });
  const lines = [];
  const all = new Promise((resolve, reject) => {
    consumer.on(consumer.events.CRASH, ({ payload }) => payload.restart || reject(payload.error));
    consumer
      .run({
        autoCommit: false,
        eachMessage: async ({ partition, message }) => {
          const headers = Object.entries(message.headers || {}).map(([name, value]) => `${name}=${value}`);
          lines.push(`${partition} ${message.offset} ${show(message.key)} ${show(message.value)} [${headers}]`);
          await consumer.commitOffsets([{ topic, partition, offset: String(BigInt(message.offset) + 1n) }]);
          if (lines.length === count) resolve();
        },
      })
      .catch(reject);
  });
  await all;
  await consumer.disconnect();
  lines.sort().forEach((line) => console.log(line));
}

async function main() {
  await createTopic();
  await send({}, 0, [{ key: 'k', value: 'plain', headers: { colour: 'red', shape: 'round' } }, { key: null, value: '' }]);
  await send({ compression: CompressionTypes.GZIP }, 1, [{ key: 'z', value: 'x'.repeat(30) }, { key: 'gone', value: null }]);
  await send({ idempotent: true, maxInFlightRequests: 1 }, 0, [{ key: 'i', value: 'idempotent' }]);
  await receive(`${topic}-group`, 5);
  await send({}, 1, [{ key: 'later', value: 'привет' }]);
  await receive(`${topic}-group`, 1);
}

main().catch((error) => {
  console.error(error);
  process.exit(1);
});
