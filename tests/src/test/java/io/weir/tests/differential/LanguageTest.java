package io.weir.tests.differential;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.weir.amqp091.codec.Method;
import io.weir.amqp091.codec.QueueMethod;
import io.weir.amqp091.codec.Table;
import io.weir.amqp091.codec.Value;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What scripts say is what is sent, and nothing else is what they expect. */
class LanguageTest {
  private final Names names = new Names();

  @Test
  void aMethodIsMadeOfWhatIsSaidAndOfNothingElse() {
    assertThat(
            method(
                "queue.declare",
                "queue=\"a \\\"b\\x41\" durable arguments={n=5 l=l:5 t=\"5\" f={g=[true V:]}}"))
        .isEqualTo(
            new QueueMethod.Declare(
                0,
                "a \"bA",
                false,
                true,
                false,
                false,
                false,
                Table.builder()
                    .put("n", new Value.Int32(5))
                    .put("l", new Value.Int64(5))
                    .put("t", "5")
                    .put(
                        "f",
                        Table.builder()
                            .put("g", Value.Array.of(new Value.Bool(true), new Value.Void()))
                            .build())
                    .build()));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "queue=q durable=true",
        "queue=* durable",
        "queue=$name durable",
        "queue=q durable arguments={}",
      })
  void aMethodIsAsExpected(String expected) {
    assertThat(matches("queue=q durable", expected)).isTrue();
  }

  @ParameterizedTest
  @ValueSource(strings = {"queue=q", "queue=qq durable", "durable", "queue=q durable passive"})
  void aMethodIsOtherThanExpected(String expected) {
    assertThat(matches("queue=q durable", expected)).isFalse();
  }

  @ParameterizedTest
  @CsvSource({
    "{a=1},           {a=1}, true",
    "{a=l:1},         {a=1}, true",
    "{a=1},         {a=l:1}, false",
    "{a=1},       {a=\"1\"}, false",
    "{a=1},         {a=1 ...}, true",
    "{a=1 b=2},     {a=1 ...}, true",
    "{a=1 b=2},         {a=1}, false",
    "{a=1},       {a=1 b=2}, false",
    "{a=[1 2]},   {a=[1 2]}, true",
    "{a=[1 2]},   {a=[2 1]}, false",
    "{a=[1 2]},     {a=[1]}, false",
    "{a={b=x}},   {a={b=*}}, true",
    "{a=true},   {a=true}, true",
    "{a=V:},         {a=V:}, true",
    "{a=V:},          {a=x}, false"
  })
  void aTableIsAsExpectedOrNot(String table, String expected, boolean same) {
    assertThat(matches("arguments=" + table, "arguments=" + expected)).isEqualTo(same);
  }

  @Test
  void aNameThatTheServerChoseIsTheSameWhereverItComesAgain() {
    assertThat(matches("queue=one", "queue=$q")).isTrue();
    assertThat(matches("queue=one", "queue=$q")).isTrue();
    assertThat(matches("queue=two", "queue=$q")).isFalse();
    assertThat(method("queue.delete", "queue=$q"))
        .isEqualTo(new QueueMethod.Delete(0, "one", false, false, false));
  }

  @Test
  void theTextOfACloseBeginsWithTheNameOfItsCode() {
    Method good = method("channel.close", "404 queue.bind \"NOT_FOUND - no queue\"");
    Method bad = method("channel.close", "404 queue.bind \"no queue\"");

    assertThat(Methods.matches(good, "channel.close", "404 queue.bind", names)).isTrue();
    assertThat(Methods.matches(bad, "channel.close", "404 queue.bind", names)).isFalse();
    assertThat(Methods.matches(good, "channel.close", "404 queue.unbind", names)).isFalse();
    assertThat(Methods.matches(good, "connection.close", "404 queue.bind", names)).isFalse();
    assertThat(Methods.matches(good, "channel.close", "404 queue.bind \"*no key\"", names))
        .isFalse();
  }

  @ParameterizedTest
  @ValueSource(strings = {"queue=", "arguments={", "arguments={a}", "arguments=[1", "queue=\"q"})
  void whatCannotBeReadIsSaid(String arguments) {
    assertThatThrownBy(() -> method("queue.declare", arguments))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining(arguments);
  }

  @Test
  void whatThereIsNotIsSaid() {
    assertThatThrownBy(() -> method("queue.declare", "colour=red"))
        .hasMessageContaining("not all of [colour]");
    assertThatThrownBy(() -> method("queue.paint", "")).hasMessageContaining("queue.paint");
    assertThatThrownBy(() -> Line.of("queue.declare")).hasMessageContaining("no step");
    assertThatThrownBy(() -> method("queue.delete", "queue=$nobody"))
        .hasMessageContaining("$nobody");
  }

  private Method method(String name, String arguments) {
    return Methods.method(name, arguments, names);
  }

  private boolean matches(String actual, String expected) {
    return Methods.matches(method("queue.declare", actual), "queue.declare", expected, names);
  }
}
