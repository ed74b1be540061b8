console.log('kafkajs ' + require('kafkajs/package.json').version);
