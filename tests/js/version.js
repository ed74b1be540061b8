for (const name of ['amqplib', 'kafkajs']) console.log(name, require(`${name}/package.json`).version);
