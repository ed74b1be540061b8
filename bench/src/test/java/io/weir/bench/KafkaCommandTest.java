package io.weir.bench;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import picocli.CommandLine;

class KafkaCommandTest {
  @TempDir Path directory;

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "--rate=0 | --rate takes a number from 1 to 1,000,000, not 0",
        "--partitions=0 | --partitions takes a number from 1 to 10,000, not 0",
        "--topics=1001 | --topics takes a number from 1 to 1,000, not 1,001",
        "--record-size=1000001 | --record-size takes a number from 1 to 1,000,000, not 1,000,001",
        "--batch-size=-1 | --batch-size takes a number from 0 to 1,000,000, not -1",
        "--publishers=1001 | --publishers takes a number from 0 to 1,000, not 1,001",
        "--topics=1000 --partitions=11 | --topics times --partitions is at most 10,000, not 11,000",
        "--minutes=0 | --minutes is at least 1"
      })
  void whatCannotBeMeasuredIsRefusedWithASentence(String options, String sentence) {
    var errors = new StringWriter();
    CommandLine line = Main.commandLine().setErr(new PrintWriter(errors));

    int exit = line.execute(("kafka --directory " + directory + " " + options).split(" ", -1));

    assertThat(exit).isNotZero();
    assertThat(errors.toString()).contains(sentence);
  }

  @Test
  void thePlainRunIsWhatItWas() {
    assertThat(shape().inWords())
        .isEqualTo(
            "records of 1 KiB, acks=all, 6 partitions; fixed rate: 2,000 records/s, linger.ms=0");
  }

  @Test
  void whatDiffersFromThePlainRunIsInTheReport() {
    assertThat(
            shape(
                    "--record-size=100",
                    "--topics=10",
                    "--batch-size=65536",
                    "--publishers=100",
                    "--behind")
                .inWords())
        .isEqualTo(
            "records of 100 bytes, acks=all, 6 partitions; fixed rate: 2,000 records/s, linger.ms=0;"
                + " spread over 10 topics; batch.size=65536, linger.ms=100 at full speed; 100"
                + " publishers that wait for each acknowledgement; a consumer far behind");
  }

  private static Shape shape(String... options) {
    return CommandLine.populateCommand(new Shape(), options);
  }
}
