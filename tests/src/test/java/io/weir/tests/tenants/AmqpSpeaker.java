package io.weir.tests.tenants;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.rabbitmq.client.AMQP;
import com.rabbitmq.client.Channel;
import com.rabbitmq.client.Connection;
import com.rabbitmq.client.ConnectionFactory;
import com.rabbitmq.client.LongString;
import com.rabbitmq.client.SaslMechanism;
import com.rabbitmq.client.impl.LongStringHelper;
import io.weir.amqp091.codec.BasicMethod;
import io.weir.amqp091.codec.ChannelMethod;
import io.weir.amqp091.codec.ConnectionMethod;
import io.weir.amqp091.codec.Method;
import io.weir.amqp091.codec.QueueMethod;
import io.weir.amqp091.codec.ShortString;
import io.weir.amqp091.codec.Table;
import java.io.IOException;
import java.net.InetAddress;
import java.security.GeneralSecurityException;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import javax.net.ssl.SNIHostName;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLSocket;

/**
 * AMQP 0-9-1: method by method on one connection, and with RabbitMQ's client. Topics are read as
 * streams, and found by declaring streams over those that there might be.
 */
final class AmqpSpeaker implements Speaker {
  private static final int PREFETCH = 1_000;
  private static final long SECONDS = 30;

  @Override
  public String protocol() {
    return "amqp";
  }

  @Override
  public Set<Credential.Kind> credentials() {
    return EnumSet.allOf(Credential.Kind.class);
  }

  private static List<String> imaginable(String topic) {
    return Stream.concat(
            Stream.of(topic), Crossroads.TENANTS.stream().map(tenant -> "of-" + tenant))
        .toList();
  }

  @Override
  public Answer attempt(Way way, Credential credential, String topic, String message)
      throws Exception {
    try (AmqpTalk talk = new AmqpTalk(way, credential)) {
      if (!talk.logIn(credential)) {
        return new Answer.Refused(talk.heardToTheEnd());
      }
      require(talk.open("/"), ConnectionMethod.OpenOk.class);
      List<String> topics = new ArrayList<>();
      for (String name : imaginable(topic)) {
        if (isThere(talk, name)) {
          topics.add(name);
        }
      }
      require(talk.ask(new ChannelMethod.Open("")), ChannelMethod.OpenOk.class);
      publish(talk, topic, message);
      return new Answer.In(topics, read(talk, topic, message));
    }
  }

  /** On a channel of its own, which a topic that is not there ends. */
  private static boolean isThere(AmqpTalk talk, String topic) throws IOException {
    require(talk.ask(new ChannelMethod.Open("")), ChannelMethod.OpenOk.class);
    Table arguments =
        Table.builder().put("x-queue-type", "stream").put("x-weir-topic", topic).build();
    Method answer =
        talk.ask(
            new QueueMethod.Declare(
                0, "as-stream-" + topic, false, true, false, false, false, arguments));
    if (answer instanceof ChannelMethod.Close) {
      talk.send(1, new ChannelMethod.CloseOk());
      return false;
    }
    require(answer, QueueMethod.DeclareOk.class);
    require(talk.ask(new ChannelMethod.Close(200, "", 0, 0)), ChannelMethod.CloseOk.class);
    return true;
  }

  private static void publish(AmqpTalk talk, String topic, String message) throws IOException {
    talk.send(
        1,
        new BasicMethod.Publish(
            0, ShortString.of(""), ShortString.of("as-stream-" + topic), false, false),
        message);
  }

  private static List<String> read(AmqpTalk talk, String topic, String last) throws IOException {
    require(talk.ask(new BasicMethod.Qos(0, PREFETCH, false)), BasicMethod.QosOk.class);
    Table fromTheFirst = Table.builder().put("x-stream-offset", "first").build();
    require(
        talk.ask(
            new BasicMethod.Consume(
                0, "as-stream-" + topic, "reader", false, false, false, false, fromTheFirst)),
        BasicMethod.ConsumeOk.class);
    List<String> messages = new ArrayList<>();
    while (!messages.contains(last)) {
      AmqpTalk.Heard next = talk.next();
      if (!(next.method() instanceof BasicMethod.Deliver delivery)) {
        throw new UnexpectedException(next.toString());
      }
      messages.add(String.valueOf(next.body()));
      talk.send(1, new BasicMethod.Ack(delivery.deliveryTag(), false));
    }
    return messages;
  }

  private static void require(Method answer, Class<? extends Method> type)
      throws UnexpectedException {
    if (!type.isInstance(answer)) {
      throw new UnexpectedException(answer + " for who is let in");
    }
  }

  /** Behind a balancer, through a relay that says what it says. */
  @Override
  public Answer visit(Way way, Credential credential, String topic, String message)
      throws Exception {
    ProxyHeader header = way.header();
    if (header == null) {
      return visit(way.port(), way, credential, topic, message);
    }
    try (Relay relay =
        new Relay(
            InetAddress.getLoopbackAddress(),
            port -> new ProxyHeader(header.source(), port, header.values()).bytes(),
            way.port())) {
      return visit(relay.port(), way, credential, topic, message);
    }
  }

  private static Answer visit(
      int port, Way way, Credential credential, String topic, String message) throws Exception {
    try (Connection connection = factory(port, way, credential).newConnection("matrix")) {
      List<String> topics = new ArrayList<>();
      for (String name : imaginable(topic)) {
        if (isThere(connection, name)) {
          topics.add(name);
        }
      }
      Channel channel = connection.createChannel();
      channel.confirmSelect();
      channel.basicPublish(
          "",
          "as-stream-" + topic,
          new AMQP.BasicProperties.Builder().build(),
          message.getBytes(UTF_8));
      channel.waitForConfirmsOrDie(TimeUnit.SECONDS.toMillis(SECONDS));
      return new Answer.In(topics, read(channel, topic, message));
    }
  }

  private static boolean isThere(Connection connection, String topic) throws IOException {
    Channel channel = connection.createChannel();
    try {
      channel.queueDeclare(
          "as-stream-" + topic,
          true,
          false,
          false,
          Map.of("x-queue-type", "stream", "x-weir-topic", topic));
      channel.abort();
      return true;
    } catch (IOException refused) {
      return false;
    }
  }

  private static List<String> read(Channel channel, String topic, String last)
      throws IOException, InterruptedException {
    BlockingQueue<String> arrived = new LinkedBlockingQueue<>();
    channel.basicQos(PREFETCH);
    channel.basicConsume(
        "as-stream-" + topic,
        false,
        Map.of("x-stream-offset", "first"),
        (tag, delivery) -> {
          channel.basicAck(delivery.getEnvelope().getDeliveryTag(), false);
          arrived.add(new String(delivery.getBody(), UTF_8));
        },
        tag -> {});
    List<String> messages = new ArrayList<>();
    while (!messages.contains(last)) {
      String next = arrived.poll(SECONDS, TimeUnit.SECONDS);
      if (next == null) {
        throw new UnexpectedException("only " + messages);
      }
      messages.add(next);
    }
    return messages;
  }

  /** For clients on this machine. */
  static ConnectionFactory factory(int port, Way way, Credential credential) {
    ConnectionFactory factory = new ConnectionFactory();
    factory.setHost("127.0.0.1");
    factory.setPort(port);
    factory.setAutomaticRecoveryEnabled(false);
    factory.setUsername(credential.name());
    factory.setPassword(credential.secret());
    factory.setSaslConfig(offered -> mechanism(credential));
    if (way.tls()) {
      factory.useSslProtocol(credential.identity());
      factory.setSocketConfigurator(
          socket -> {
            SSLSocket secure = (SSLSocket) socket;
            SSLParameters parameters = secure.getSSLParameters();
            String name = way.serverName();
            parameters.setServerNames(name == null ? List.of() : List.of(new SNIHostName(name)));
            secure.setSSLParameters(parameters);
          });
    }
    return factory;
  }

  private static SaslMechanism mechanism(Credential credential) {
    return switch (credential.kind()) {
      case NONE -> saying("ANONYMOUS", "");
      case CERTIFICATE -> saying("EXTERNAL", "");
      case PASSWORD -> saying("PLAIN", "\0" + credential.name() + "\0" + credential.secret());
      // As a password, which is how RabbitMQ's clients show it, takes a confidential way.
      case TOKEN ->
          saying("OAUTHBEARER", "n,,\u0001auth=Bearer " + credential.secret() + "\u0001\u0001");
      case SCRAM -> new ScramMechanism(new ScramClient(credential.name(), credential.secret()));
    };
  }

  private static SaslMechanism saying(String name, String response) {
    return new SaslMechanism() {
      @Override
      public String getName() {
        return name;
      }

      @Override
      public LongString handleChallenge(LongString challenge, String username, String password) {
        return LongStringHelper.asLongString(response);
      }
    };
  }

  /** First words, a proof, and nothing to the server's proof. */
  private static final class ScramMechanism implements SaslMechanism {
    private final ScramClient client;
    private int said;

    ScramMechanism(ScramClient client) {
      this.client = client;
    }

    @Override
    public String getName() {
      return "SCRAM-SHA-256";
    }

    @Override
    public LongString handleChallenge(LongString challenge, String username, String password) {
      try {
        return LongStringHelper.asLongString(
            switch (said++) {
              case 0 -> client.first();
              case 1 -> client.last(challenge.toString());
              default -> "";
            });
      } catch (GeneralSecurityException e) {
        throw new IllegalStateException("every JDK has SHA-256", e);
      }
    }
  }
}
