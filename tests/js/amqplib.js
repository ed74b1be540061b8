// What a channel of amqplib publishes, others of it receive, reject, answer and get back.
// Usage: amqplib.js URL NAME
const amqp = require('amqplib');

const [url, name] = process.argv.slice(2);
const dead = `${name}-dead`;
const dlx = `${name}-dlx`;

async function declare(connection) {
  const channel = await connection.createChannel();
  await channel.assertExchange(dlx, 'fanout');
  await channel.assertQueue(dead);
  await channel.bindQueue(dead, dlx, '');
  const { messageCount, consumerCount } = await channel.assertQueue(name, { deadLetterExchange: dlx });
  console.log('declared', messageCount, consumerCount);
  await channel.close();
}

async function publish(connection) {
  const channel = await connection.createConfirmChannel();
  const returned = new Promise((resolve) => channel.on('return', resolve));
  for (let i = 0; i < 4; i++) {
    channel.sendToQueue(name, Buffer.from(`body ${i}`), { persistent: true, messageId: `${i}`, headers: { number: i } });
  }
  await channel.waitForConfirms();
  console.log('confirmed');
  channel.publish('', `${name}-nowhere`, Buffer.from('back'), { mandatory: true });
  const back = await returned;
  console.log('returned', back.fields.replyCode, back.content.toString());
  await channel.waitForConfirms();
  await channel.close();
}

async function consume(connection) {
  const channel = await connection.createChannel();
  await channel.prefetch(2);
  await new Promise((resolve, reject) => {
    channel
      .consume(name, (message) => {
        const { headers, messageId } = message.properties;
        console.log(message.fields.deliveryTag, message.fields.redelivered, message.content.toString(), messageId, headers.number);
        if (headers.number === 1) channel.nack(message, false, false);
        else channel.ack(message);
        if (headers.number === 3) resolve();
      })
      .catch(reject);
  });
  await channel.close();
}

async function bury(connection) {
  const channel = await connection.createChannel();
  const message = await new Promise((resolve, reject) => {
    channel.consume(dead, resolve).catch(reject);
  });
  const [death] = message.properties.headers['x-death'];
  console.log('dead', message.content.toString(), death.reason, death.queue === name, death.count);
  channel.ack(message);
  console.log('got', await channel.get(dead));
  await channel.close();
}

async function ask(connection) {
  const channel = await connection.createChannel();
  const { queue } = await channel.assertQueue('', { exclusive: true });
  await channel.consume(
    queue,
    ({ content, properties: { replyTo, correlationId } }) =>
      channel.sendToQueue(replyTo, Buffer.from(`answer to ${content}`), { correlationId }),
    { noAck: true },
  );
  const answer = new Promise((resolve, reject) => {
    channel.consume('amq.rabbitmq.reply-to', resolve, { noAck: true }).catch(reject);
  });
  channel.sendToQueue(queue, Buffer.from('question'), { replyTo: 'amq.rabbitmq.reply-to', correlationId: '7' });
  const { content, properties } = await answer;
  console.log('answered', properties.correlationId, content.toString());
  await channel.close();
}

async function clash(connection) {
  const channel = await connection.createChannel();
  channel.on('error', () => {});
  await channel.assertQueue(name, { durable: false }).catch((error) => console.log('clash', error.code));
}

async function remove(connection) {
  const channel = await connection.createChannel();
  await channel.deleteQueue(name);
  await channel.deleteQueue(dead);
  await channel.deleteExchange(dlx);
  await connection.close();
  console.log('closed');
}

async function main() {
  const connection = await amqp.connect(url);
  for (const step of [declare, publish, consume, bury, ask, clash, remove]) {
    await step(connection);
  }
}

main().catch((error) => {
  console.error(error);
  process.exit(1);
});
