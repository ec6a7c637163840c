package org.hwautomation.simulator.bmc;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import org.hwautomation.simulator.DataCentre;
import org.hwautomation.simulator.FirmwareImage;
import org.hwautomation.simulator.Personality;
import org.hwautomation.simulator.UpdateState;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class UploadTest {
  private static final String PUSH = "/redfish/v1/UpdateService/MultipartUpload";

  private DataCentre dataCentre;
  private Client client;

  @BeforeEach
  void start() {
    dataCentre = DataCentre.builder().server(Personality.DELL).start();
    client = new Client(dataCentre.servers().getFirst());
  }

  @AfterEach
  void stop() {
    client.close();
    dataCentre.close();
  }

  private Client.Answer push(String... parts) {
    var body = new StringBuilder();
    for (var part : parts) {
      body.append("--frontier\r\n").append(part).append("\r\n");
    }
    return client.post(
        PUSH, body + "--frontier--\r\n", "Content-Type", "multipart/form-data; boundary=frontier");
  }

  private static String parameters(String json) {
    return "Content-Disposition: form-data; name=\"UpdateParameters\"\r\n"
        + "Content-Type: application/json\r\n\r\n"
        + json;
  }

  private String file() {
    var image =
        FirmwareImage.of(dataCentre.servers().getFirst(), "BMC", "9.9.9")
            .withSize(FirmwareImage.HEADER);
    return "Content-Disposition: form-data; name=\"UpdateFile\"; filename=\"a.bin\"\r\n"
        + "Content-Type: application/octet-stream\r\n\r\n"
        + new String(image.header(), StandardCharsets.US_ASCII);
  }

  @Test
  void parameters_come_first_and_then_the_file() {
    assertThat(push(parameters("{}"), file()).status()).isEqualTo(202);
  }

  @Test
  void another_order_is_refused() {
    assertThat(push(file(), parameters("{}")).status()).isEqualTo(400);
    assertThat(push(parameters("{}")).status()).isEqualTo(400);
    assertThat(push(parameters("{"), file()).status()).isEqualTo(400);
    assertThat(push(parameters("{\"@Redfish.OperationApplyTime\": \"Soon\"}"), file()).status())
        .isEqualTo(400);
    assertThat(client.post(PUSH, "{}").status()).isEqualTo(415);
    assertThat(dataCentre.servers().getFirst().updates().all()).isEmpty();
  }

  @Test
  void an_image_of_another_size_than_its_header_says_is_not_flashed() {
    push(parameters("{}"), file() + "more");
    var updates = dataCentre.servers().getFirst().updates();
    org.hwautomation.simulator.Eventually.true_(
        () -> updates.last().orElseThrow().state() == UpdateState.FAILED);
  }
}
