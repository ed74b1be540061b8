package io.weir.amqp091.codec;

import static org.assertj.core.api.Assertions.assertThat;

import com.rabbitmq.client.AMQP;
import com.rabbitmq.client.impl.AMQContentHeader;
import com.rabbitmq.client.impl.AMQImpl;
import com.rabbitmq.client.impl.Frame;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;

/** What is written here RabbitMQ's Java client reads, and the other way around. */
class JavaClientTest {
  private static final int CHANNEL = 513;

  @Property(tries = 50)
  void methodsMeanTheSame(@ForAll Random random) throws Exception {
    Generated generated = Generated.forJavaClient(random);
    for (Specification.Defined defined : Specification.METHODS) {
      Method ours = generated.method(defined);

      var theirs = AMQImpl.readMethodFrom(stream(Written.payload(ours)));
      assertThat(theirs.protocolMethodName()).isEqualTo(defined.name());
      assertThat(theirs.hasContent()).isEqualTo(ours.hasContent());
      assertThat(fields(theirs, defined.arguments()))
          .isEqualTo(held((Record) ours, defined.arguments()));

      Told.Frame read = Told.of(bytes(theirs.toFrame(CHANNEL))).getFirst();
      assertThat(read.channel()).isEqualTo(CHANNEL);
      assertThat(JavaClientValues.written((Method) read.what()))
          .isEqualTo(JavaClientValues.written(ours));
    }
  }

  @Property(tries = 500)
  void propertiesMeanTheSame(@ForAll Random random) throws Exception {
    BasicProperties ours = Generated.forJavaClient(random).properties();
    long size = random.nextLong(Long.MAX_VALUE);

    AMQContentHeader theirs = AMQImpl.readContentHeaderFrom(stream(Written.payload(size, ours)));
    assertThat(theirs.getBodySize()).isEqualTo(size);
    assertThat(fields(theirs, Specification.PROPERTIES))
        .isEqualTo(held(ours, Specification.PROPERTIES));

    Frame frame = ((AMQP.BasicProperties) theirs).toFrame(CHANNEL, size);
    Told.Frame read = Told.of(bytes(frame)).getFirst();
    assertThat(read.channel()).isEqualTo(CHANNEL);
    ContentHeader header = (ContentHeader) read.what();
    assertThat(header.bodySize()).isEqualTo(size);
    assertThat(JavaClientValues.written(header.properties()))
        .isEqualTo(JavaClientValues.written(ours));
  }

  private static DataInputStream stream(byte[] bytes) {
    return new DataInputStream(new ByteArrayInputStream(bytes));
  }

  private static byte[] bytes(Frame frame) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    frame.writeTo(new DataOutputStream(bytes));
    return bytes.toByteArray();
  }

  private static List<Object> fields(Object theirs, List<Specification.Field> fields)
      throws ReflectiveOperationException {
    List<Object> values = new ArrayList<>();
    for (Specification.Field field : fields) {
      String name = field.name().equals("no-wait") ? "nowait" : field.camelCase();
      var getter = theirs.getClass().getMethod("get" + Specification.capitalized(name));
      values.add(JavaClientValues.comparable(getter.invoke(theirs)));
    }
    return values;
  }

  private static List<Object> held(Record ours, List<Specification.Field> fields) {
    List<Object> arguments = Records.arguments(ours);
    List<Object> held = new ArrayList<>();
    for (int i = 0; i < fields.size(); i++) {
      held.add(JavaClientValues.held(fields.get(i).type(), arguments.get(i)));
    }
    return held;
  }
}
