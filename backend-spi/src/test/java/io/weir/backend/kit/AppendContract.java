package io.weir.backend.kit;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.buffer.ByteBuf;
import io.vertx.core.Future;
import io.weir.backend.AppendResult;
import io.weir.backend.TopicDescription;
import io.weir.backend.TopicPartition;
import io.weir.record.Compression;
import io.weir.record.Header;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

abstract class AppendContract extends Contract {

  @Test
  void offsetsAreDenseFromZero() {
    TopicPartition partition = partition();

    assertThat(append(partition, Batch.of("a"))).isEqualTo(0);
    assertThat(append(partition, Batch.of("b", "c", "d"))).isEqualTo(1);
    assertThat(append(partition, Batch.of("e"))).isEqualTo(4);

    assertThat(end(partition)).isEqualTo(5);
    assertThat(values(partition)).containsExactly("a", "b", "c", "d", "e");
    assertThat(readAll(partition)).extracting(Stored::baseOffset).containsExactly(0L, 1L, 4L);
  }

  @Test
  void whatCompletedIsSeenByEveryReaderAtOnce() {
    TopicPartition partition = partition();

    for (int i = 0; i < 20; i++) {
      append(partition, Batch.of("v" + i));

      assertThat(end(partition)).isEqualTo(i + 1L);
      assertThat(read(partition, i).getFirst().values()).containsExactly("v" + i);
    }
  }

  @ParameterizedTest
  @EnumSource
  void aBatchIsReadAsItWasWrittenButForBaseOffsetAndLeaderEpoch(Compression compression)
      throws Exception {
    List<Header> headers = List.of(Header.of("h", "1"), new Header("h", null), Header.of("", ""));
    Batch batch =
        Batch.of(
                List.of(
                    new Batch.Entry(1_700_000_000_000L, "key", "value ".repeat(500), headers),
                    new Batch.Entry(1_600_000_000_000L, "", "", List.of()),
                    new Batch.Entry(1_800_000_000_000L, null, null, List.of())))
            .compressed(compression);
    String written = substance(batch);
    TopicPartition partition = partition();

    append(partition, batch);
    append(partition, batch);

    assertThat(readAll(partition)).extracting(Stored::substance).containsExactly(written, written);
    restart();
    assertThat(readAll(partition)).extracting(Stored::substance).containsExactly(written, written);
  }

  @Test
  void baseOffsetAndLeaderEpochGivenByTheCallerMeanNothing() {
    TopicPartition partition = partition();
    ByteBuf bytes = Batch.of("a").bytes();
    bytes.setLong(0, 4711);
    bytes.setInt(12, 42);

    AppendResult result = get(backend.log().append(partition, give(bytes)));

    assertThat(result.baseOffset()).isZero();
    assertThat(readAll(partition))
        .singleElement()
        .satisfies(
            stored -> {
              assertThat(stored.baseOffset()).isZero();
              assertThat(stored.leaderEpoch()).isEqualTo(offsets(partition).leaderEpoch());
            });
  }

  @Test
  void aBufferMayBeginAndEndAnywhereInItsMemory() {
    TopicPartition partition = partition();
    ByteBuf plain = Batch.of("slice").bytes();
    ByteBuf padded =
        plain.alloc().buffer().writeZero(13).writeBytes(plain.duplicate()).writeZero(7);
    ByteBuf slice = padded.retainedSlice(13, plain.readableBytes());
    padded.release();
    plain.release();

    get(backend.log().append(partition, give(slice)));
    ByteBuf whole = Batch.of("direct", "and", "composite").bytes();
    ByteBuf tail = whole.retainedSlice(40, whole.readableBytes() - 40);
    ByteBuf head = whole.retainedSlice(0, 40);
    whole.release();
    ByteBuf composite =
        head.alloc().compositeBuffer().addComponent(true, head).addComponent(true, tail);
    get(backend.log().append(partition, give(composite)));

    assertThat(values(partition)).containsExactly("slice", "direct", "and", "composite");
  }

  @Test
  void theResultNamesTheLogStartOffset() {
    TopicPartition partition = partition();
    append(partition, Batch.of("a", "b", "c"));
    get(backend.log().trim(partition, 2));

    AppendResult result = get(appending(partition, Batch.of("d")));

    assertThat(result).isEqualTo(new AppendResult.Appended(3, 2));
  }

  @Test
  void partitionsAndTopicsDoNotMix() {
    TopicDescription one = topic(2, settings());
    TopicDescription two = topic(2, settings());
    List<TopicPartition> all =
        List.of(partition(one, 0), partition(one, 1), partition(two, 0), partition(two, 1));

    for (int i = 0; i < 40; i++) {
      TopicPartition partition = all.get(i % all.size());
      assertThat(append(partition, Batch.of(partition + " " + i / all.size())))
          .isEqualTo(i / all.size());
    }

    for (TopicPartition partition : all) {
      assertThat(values(partition))
          .hasSize(10)
          .allSatisfy(value -> assertThat(value).startsWith(partition + " "));
    }
  }

  @Test
  void callsOfOneThreadTakeEffectInTheirOrder() {
    TopicPartition partition = partition();
    List<Future<AppendResult>> calls = new ArrayList<>();
    List<String> sent = new ArrayList<>();

    for (int i = 0; i < 200; i++) {
      sent.add("v" + i);
      calls.add(appending(partition, Batch.of("v" + i)));
    }

    for (int i = 0; i < calls.size(); i++) {
      assertThat(get(calls.get(i)).baseOffset()).isEqualTo(i);
    }
    assertThat(values(partition)).containsExactlyElementsOf(sent);
  }

  @Test
  void aBatchOfTheLargestSizeIsTaken() {
    Batch batch = Batch.sized(200_000);
    TopicPartition partition = partition(settings().withMaxBatchBytes(batch.size()));

    append(partition, batch);

    assertThat(readAll(partition)).extracting(Stored::substance).containsExactly(substance(batch));
  }

  static String substance(Batch batch) {
    ByteBuf bytes = batch.bytes();
    try {
      return Stored.substanceOf(bytes);
    } finally {
      bytes.release();
    }
  }
}
