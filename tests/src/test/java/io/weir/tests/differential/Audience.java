package io.weir.tests.differential;

import io.weir.tests.servers.AmqpServer;

/** For whom a script is. */
enum Audience {
  EVERYBODY {
    @Override
    boolean has(AmqpServer server) {
      return true;
    }
  },
  /** Who does what RabbitMQ has come to do since Debian's. */
  RECENT {
    @Override
    boolean has(AmqpServer server) {
      return server.isRecent();
    }
  },
  /** RabbitMQ alone, of which Weir need not have everything. */
  RABBITMQ {
    @Override
    boolean has(AmqpServer server) {
      return server == AmqpServer.RABBITMQ;
    }
  };

  abstract boolean has(AmqpServer server);
}
