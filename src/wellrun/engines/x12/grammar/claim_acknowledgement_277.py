"""The loops of the claim acknowledgement, 005010X214, in the notation of `notation`."""

TRANSACTION = """\
ST R 1 | 143!=277 329! 1705!
BHT R 1 | 1005!=0085 353!=08 127! 373! 337! 640!=TH
@2000A R 0 source level
  HL R 1 | 628! - 735!=20 736!=1
  @2100A R 1 source
    NM1 R 1 | 98!=PR,AY 1065!=2 1035! - - - - 66!=46,FI,PI,XV 67! | P0809
  @2200A R 0 source trace
    TRN R 1 | 481!=1 127!
    DTP R 1 | 374!=050 1250!=D8 1251!
    & DTP R 1 | 374!=009 1250!=D8 1251!
  @2000B R 1 receiver level
    HL R 1 | 628! 734! 735!=21 736!=0,1
    @2100B R 1 receiver
      NM1 R 1 | 98!=41 1065!=1,2 1035! 1036 1037 - - 66!=46 67! | P0809
    @2200B R 1 receiver status
      TRN R 1 | 481!=2 127!
      STC R 0 | (1271! 1271! 98=36,40,41,AY,PR)! 373! 306!=U,WQ 782! - - - - - (1271! 1271! 98) (1271!
        + 1271! 98)
      QTY S 1 | 673!=90 380! | E0204 R0204
      & QTY S 1 | 673!=AA 380! | E0204 R0204
      AMT S 1 | 522!=YU 782!
      & AMT S 1 | 522!=YY 782!
    @2000C R 0 provider level
      HL R 1 | 628! 734! 735!=19 736!=1
      @2100C R 0 provider
        NM1 R 1 | 98!=85 1065!=1,2 1035! 1036 1037 1038 1039 66!=FI,SV,XX 67!
      @2200C S 1 provider status
        TRN R 1 | 481!=1 127!
        STC R 0 | (1271! 1271! 98=36,40,41,77,82,85,87,AY,PR)! - 306!=U,WQ 782! - - - - - (1271! 1271!
          + 98) (1271! 1271! 98)
        REF S 1 | 128!=0B,1G,G2,LU,SY,TJ 127!
        QTY S 1 | 673!=QA 380! | E0204 R0204
        & QTY S 1 | 673!=QC 380! | E0204 R0204
        AMT S 1 | 522!=YU 782!
        & AMT S 1 | 522!=YY 782!
      @2000D R 0 patient level
        HL R 1 | 628! 734! 735!=PT
        @2100D R 1 patient
          NM1 R 1 | 98!=QC 1065!=1 1035! 1036 1037 1038 1039 66!=II,MI 67!
        @2200D S 0 claim status
          TRN R 1 | 481!=2 127!
          STC R 0 | (1271! 1271! 98)! 373! 306!=U,WQ 782! - - - - - (1271! 1271! 98) (1271! 1271! 98) 933
          REF S 1 | 128!=1K 127!
          & REF S 1 | 128!=D9 127!
          & REF S 1 | 128!=BLT 127!
          DTP R 1 | 374!=472 1250!=RD8,D8 1251!
          @2220D S 0 line status
            SVC R 1 | (235!=AD,ER,HC,HP,IV,NU,NU,WK 234! $modifiers)! 782! - 234 - - 380
            STC R 1 | (1271! 1271! 98)! 373! 306!=U - - - - - - (1271! 1271! 98) (1271! 1271! 98)
            REF S 1 | 128!=FJ 127!
            & REF S 1 | 128!=XZ 127!
            DTP S 1 | 374!=472 1250!=D8,RD8 1251!
SE R 1 | 96! 329!
"""
