package io.weir.tests.tenants;

import static org.assertj.core.api.Assertions.assertThat;

import io.weir.amqp091.codec.BasicMethod;
import io.weir.amqp091.codec.ChannelMethod;
import io.weir.amqp091.codec.ConfirmMethod;
import io.weir.amqp091.codec.ConnectionMethod;
import io.weir.amqp091.codec.ExchangeMethod;
import io.weir.amqp091.codec.Method;
import io.weir.amqp091.codec.QueueMethod;
import io.weir.amqp091.codec.ShortString;
import io.weir.amqp091.codec.Table;
import io.weir.tests.tenants.Credential.Kind;
import java.io.IOException;
import java.util.List;
import java.util.function.Function;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Somebody of one tenant, who may do everything there, asks by AMQP 0-9-1 for what another has, by
 * its right name: the answer is that to a name that nobody has, letter by letter.
 */
class AmqpTrespassTest {
  private static final AmqpSpeaker AMQP = new AmqpSpeaker();
  private static final String JEWELS = "crown-jewels";
  private static final String NOTHING = "no-such-name";
  private static final String TREASURE = "a crown";

  /** Where red itself may change what is there. */
  private static final String OWN = "own-things";

  private static Crossroads crossroads;

  /** Its exclusive queue, consumer and unsettled message are there as long as it is connected. */
  private static AmqpTalk keeper;

  private static String replies;

  @BeforeAll
  static void start() throws Exception {
    crossroads = new Crossroads();
    keeper = talk("red");
    keeper.ask(durable(JEWELS));
    keeper.ask(exchange(JEWELS, false));
    keeper.ask(new QueueMethod.Bind(0, JEWELS, JEWELS, JEWELS, false, Table.EMPTY));
    keeper.ask(durable(OWN));
    keeper.ask(exchange(OWN, false));
    keeper.ask(
        new QueueMethod.Declare(
            0, JEWELS + "-locked", false, false, true, false, false, Table.EMPTY));
    keeper.ask(
        new BasicMethod.Consume(
            0, JEWELS + "-locked", JEWELS, false, false, false, false, Table.EMPTY));
    keeper.ask(
        new BasicMethod.Consume(
            0, "amq.rabbitmq.reply-to", "replies", false, true, false, false, Table.EMPTY));
    keeper.ask(new ConfirmMethod.Select(false));
    keeper.send(1, publish("", JEWELS), TREASURE);
    keeper.next(BasicMethod.Ack.class);
    replies = repliesOfRed();
  }

  @AfterAll
  static void stop() throws IOException {
    keeper.close();
    crossroads.close();
  }

  /** The name under which direct replies reach red, as whoever it asks is told. */
  private static String repliesOfRed() throws Exception {
    keeper.ask(durable("questions"));
    keeper.sendAsking("questions", "amq.rabbitmq.reply-to");
    keeper.next(BasicMethod.Ack.class);
    keeper.send(1, new BasicMethod.Get(0, "questions", true));
    return String.valueOf(keeper.next().replyTo());
  }

  private static AmqpTalk talk(String tenant) throws Exception {
    Credential credential = crossroads.member(Kind.PASSWORD, tenant);
    AmqpTalk talk = new AmqpTalk(crossroads.shared(AMQP), credential);
    assertThat(talk.logIn(credential)).isTrue();
    assertThat(talk.open("/")).isInstanceOf(ConnectionMethod.OpenOk.class);
    assertThat(talk.ask(new ChannelMethod.Open(""))).isInstanceOf(ChannelMethod.OpenOk.class);
    return talk;
  }

  private static QueueMethod.Declare durable(String queue) {
    return new QueueMethod.Declare(0, queue, false, true, false, false, false, Table.EMPTY);
  }

  private static ExchangeMethod.Declare exchange(String name, boolean passive) {
    return new ExchangeMethod.Declare(
        0, name, "fanout", passive, true, false, false, false, Table.EMPTY);
  }

  private static BasicMethod.Publish publish(String exchange, String key) {
    return new BasicMethod.Publish(0, ShortString.of(exchange), ShortString.of(key), true, false);
  }

  private static Arguments question(String what, Function<String, Method> method) {
    return Arguments.of(what, method);
  }

  static Stream<Arguments> questions() {
    Table none = Table.EMPTY;
    return Stream.of(
        question(
            "passive declare of a queue",
            name -> new QueueMethod.Declare(0, name, true, false, false, false, false, none)),
        question("passive declare of an exchange", name -> exchange(name, true)),
        question(
            "consume",
            name -> new BasicMethod.Consume(0, name, "mine", false, false, false, false, none)),
        question("get", name -> new BasicMethod.Get(0, name, true)),
        question("purge", name -> new QueueMethod.Purge(0, name, false)),
        question("delete", name -> new QueueMethod.Delete(0, name, false, false, false)),
        question("delete of an exchange", name -> new ExchangeMethod.Delete(0, name, false, false)),
        question(
            "bind of a queue",
            name -> new QueueMethod.Bind(0, name, "amq.fanout", "", false, none)),
        question(
            "bind to an exchange",
            name -> new ExchangeMethod.Bind(0, "amq.fanout", name, "", false, none)),
        question(
            "bind from an exchange",
            name -> new ExchangeMethod.Bind(0, name, "amq.fanout", "", false, none)),
        question("unbind", name -> new QueueMethod.Unbind(0, name, name, name, none)),
        question("cancel", name -> new BasicMethod.Cancel(name, false)),
        question("publish to an exchange", name -> publish(name, name)),
        question("publish to a queue", name -> publish("", name)));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("questions")
  void whatAnotherHasIsAnsweredLikeWhatNobodyHas(String what, Function<String, Method> question)
      throws Exception {
    for (String name : List.of(JEWELS, JEWELS + "-locked", replies)) {
      String nobodys = name.startsWith("amq.") ? name + "-not" : NOTHING;
      assertThat(answer("blue", question.apply(name)).replace(name, "NAME"))
          .isEqualTo(answer("blue", question.apply(nobodys)).replace(nobodys, "NAME"));
    }
    Method count =
        new QueueMethod.Declare(0, JEWELS, true, false, false, false, false, Table.EMPTY);
    assertThat(answer("red", count)).contains("messageCount=1");
  }

  /** Those that are answered in one way where there is such a thing, and in another else. */
  static Stream<Arguments> questionsWithAnAnswer() {
    List<String> alike = List.of("cancel", "unbind", "delete", "delete of an exchange");
    return questions().filter(question -> !alike.contains((String) question.get()[0]));
  }

  /** So that the comparison above can fail. */
  @ParameterizedTest(name = "{0}")
  @MethodSource("questionsWithAnAnswer")
  void itsOwnTenantIsAnsweredOtherwise(String what, Function<String, Method> question)
      throws Exception {
    assertThat(answer("red", question.apply(OWN)).replace(OWN, "NAME"))
        .isNotEqualTo(answer("red", question.apply(NOTHING)).replace(NOTHING, "NAME"));
  }

  private static String answer(String tenant, Method question) throws Exception {
    try (AmqpTalk talk = talk(tenant)) {
      if (question instanceof BasicMethod.Publish published) {
        talk.ask(new ConfirmMethod.Select(false));
        talk.send(1, published, "from " + tenant);
      } else {
        talk.send(1, question);
      }
      return talk.next().toString();
    }
  }

  @Test
  void thingsOfTheSameNamesAreOthers() throws Exception {
    try (AmqpTalk blue = talk("blue")) {
      Table other =
          Table.builder().put("x-queue-mode", "lazy").put("x-single-active-consumer", true).build();
      assertThat(
              blue.ask(
                  new QueueMethod.Declare(
                      0, "crown-twin", false, true, false, false, false, other)))
          .isInstanceOf(QueueMethod.DeclareOk.class);
      assertThat(keeper.ask(durable("crown-twin"))).isInstanceOf(QueueMethod.DeclareOk.class);
      assertThat(
              blue.ask(
                  new ExchangeMethod.Declare(
                      0, "crown-twin", "direct", false, true, false, false, false, Table.EMPTY)))
          .isInstanceOf(ExchangeMethod.DeclareOk.class);
      assertThat(keeper.ask(exchange("crown-twin", false)))
          .isInstanceOf(ExchangeMethod.DeclareOk.class);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"red", "free", "red/", "/red", "../red", "red/crown-jewels"})
  void aVirtualHostThatIsCalledLikeATenantIsNone(String virtualHost) throws Exception {
    assertThat(opened(virtualHost).replace(virtualHost, "NAME"))
        .contains("530")
        .isEqualTo(opened(NOTHING).replace(NOTHING, "NAME"));
  }

  private static String opened(String virtualHost) throws Exception {
    Credential credential = crossroads.member(Kind.PASSWORD, "blue");
    try (AmqpTalk talk = new AmqpTalk(crossroads.shared(AMQP), credential)) {
      assertThat(talk.logIn(credential)).isTrue();
      return talk.open(virtualHost).toString();
    }
  }

  @Test
  void theEmptyVirtualHostIsThePlacedTenantToo() throws Exception {
    assertThat(opened("")).contains("OpenOk");
  }

  @Test
  void guestIsNobodyWhereCredentialsAreAskedFor() throws Exception {
    for (String listener : List.of(Crossroads.SHARED, Crossroads.LOBBY, Crossroads.REDS)) {
      Way way =
          Way.direct(crossroads.port(listener, AMQP), java.net.InetAddress.getLoopbackAddress());
      var nobody =
          new Credential(Kind.PASSWORD, "nobody", "guest", crossroads.authority.trusting());
      var guest = new Credential(Kind.PASSWORD, "guest", "guest", crossroads.authority.trusting());
      assertThat(refusal(way, guest)).contains("ACCESS_REFUSED").isEqualTo(refusal(way, nobody));
    }
  }

  private static String refusal(Way way, Credential credential) throws Exception {
    try (AmqpTalk talk = new AmqpTalk(way, credential)) {
      assertThat(talk.logIn(credential)).isFalse();
      return talk.heardToTheEnd();
    }
  }
}
