// KafkaJS's admin client on topics and offsets.
// Usage: admin.js BOOTSTRAP TOPIC, as KAFKA_USER with KAFKA_PASSWORD if these are in the environment.
const { Kafka, ConfigResourceTypes, logLevel } = require('kafkajs');

const [bootstrap, topic] = process.argv.slice(2);
const { KAFKA_USER: username, KAFKA_PASSWORD: password } = process.env;
const kafka = new Kafka({
  clientId: 'admin',
  brokers: [bootstrap],
  sasl: username && { mechanism: 'scram-sha-256', username, password },
  connectionTimeout: 30000,
  logLevel: logLevel.NOTHING,
});

async function main() {
  const admin = kafka.admin();
  await admin.connect();
  const create = () =>
    admin.createTopics({
      topics: [{ topic, numPartitions: 3, configEntries: [{ name: 'retention.ms', value: '86400000' }] }],
    });
  console.log('created', await create());
  console.log('created again', await create());
  console.log('listed', (await admin.listTopics()).includes(topic));

  const { topics } = await admin.fetchTopicMetadata({ topics: [topic] });
  console.log('partitions', topics[0].partitions.map((partition) => partition.partitionId).sort().join());

  const producer = kafka.producer();
  await producer.connect();
  await producer.send({ topic, messages: [5000, 6000].map((time) => ({ partition: 1, value: 'v', timestamp: String(time) })) });
  await producer.disconnect();
  const ends = (await admin.fetchTopicOffsets(topic)).sort((a, b) => a.partition - b.partition);
  console.log('ends', ends.map(({ partition, low, high }) => `${partition}:${low}-${high}`).join(' '));
  const at = await admin.fetchTopicOffsetsByTimestamp(topic, 5500);
  console.log('at 5500', at.find(({ partition }) => partition === 1).offset);

  const { resources } = await admin.describeConfigs({
    includeSynonyms: false,
    resources: [{ type: ConfigResourceTypes.TOPIC, name: topic, configNames: ['retention.ms', 'cleanup.policy'] }],
  });
  resources[0].configEntries
    .map(({ configName, configValue, isDefault }) => `config ${configName}=${configValue} default ${isDefault}`)
    .sort()
    .forEach((line) => console.log(line));

  const cluster = await admin.describeCluster();
  console.log('brokers', cluster.brokers.map(({ host, port }) => `${host}:${port}` === bootstrap).join());
  console.log('cluster id', cluster.clusterId.length > 0);

  await admin.setOffsets({ groupId: `${topic}-group`, topic, partitions: [{ partition: 1, offset: '1' }] });
  const [{ partitions }] = await admin.fetchOffsets({ groupId: `${topic}-group`, topics: [topic] });
  console.log('committed', partitions.map(({ partition, offset }) => `${partition}:${offset}`).sort().join(' '));

  await admin.deleteTopics({ topics: [topic] });
  console.log('deleted');
  await admin.disconnect();
}

main().catch((error) => {
  console.error(error);
  process.exit(1);
});
