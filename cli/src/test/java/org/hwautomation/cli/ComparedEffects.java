package org.hwautomation.cli;

import java.util.EnumMap;
import java.util.EnumSet;
import java.util.Map;
import java.util.Set;
import org.hwautomation.simulator.Channel;
import org.hwautomation.simulator.Effect;
import org.hwautomation.simulator.EffectKind;
import org.hwautomation.simulator.Recorder;

/** What must have happened to a server as often as in an undisturbed run. */
public final class ComparedEffects {
  private static final Set<EffectKind> COMPARED =
      EnumSet.of(
          EffectKind.COMMISSION,
          EffectKind.COMMISSION_FINISHED,
          EffectKind.BIOS_STAGED,
          EffectKind.BIOS_CLEARED,
          EffectKind.BIOS_APPLIED,
          EffectKind.BIOS_RESET,
          EffectKind.BOOT_OVERRIDE,
          EffectKind.RESET,
          EffectKind.SHUTDOWN_REQUESTED,
          EffectKind.POST_STARTED,
          EffectKind.BMC_MOVED,
          EffectKind.BMC_RESET,
          EffectKind.ACCOUNT_CREATED,
          EffectKind.ACCOUNT_DELETED,
          EffectKind.PASSWORD_CHANGED,
          EffectKind.LOGIN_REFUSED,
          EffectKind.FIRMWARE_RECEIVED,
          EffectKind.FIRMWARE_WRITING,
          EffectKind.FIRMWARE_WRITTEN,
          EffectKind.FIRMWARE_ACTIVATED,
          EffectKind.FIRMWARE_FAILED,
          EffectKind.DEPLOY,
          EffectKind.RELEASE);

  private ComparedEffects() {}

  /** How often each happened to a server; what never happened is absent. */
  public static Map<EffectKind, Integer> of(Recorder recorder, String hostname) {
    var counts = new EnumMap<EffectKind, Integer>(EffectKind.class);
    for (var effect : recorder.effects(hostname)) {
      if (COMPARED.contains(effect.kind()) && !isIdleHost(effect)) {
        counts.merge(effect.kind(), 1, Integer::sum);
      }
    }
    return counts;
  }

  /**
   * A host that boots MAAS's environment and finds nothing to do shuts itself down. Whether it
   * comes to that depends on how soon the next process is there: it is no effect of the run.
   */
  private static boolean isIdleHost(Effect effect) {
    return effect.kind() == EffectKind.SHUTDOWN_REQUESTED && effect.channel() == Channel.SSH;
  }
}
