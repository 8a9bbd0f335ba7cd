namespace BpfSharp.Language.Recent;

/// <summary>Entries that callbacks are given, under their locks: Linux 6.2.</summary>
public static partial class EntryLockPrograms
{
    private static readonly ArrayMap<Account> Accounts = new(maxEntries: 4);

    public struct Account
    {
        public int Uses;
        public BpfSpinLock Lock;
        public long Out;
    }

    [XdpProgram(OnFault = XdpAction.Drop)]
    public static XdpAction Walked(XdpContext ctx)
    {
        long step = ctx.Packet.Header<long>(0);
        long walked = Accounts.ForEach((in uint key, ref Account account) =>
        {
            using (account.Lock.Enter())
            {
                account.Uses++;
                account.Out += step / (key + account.Uses - 3);
            }
        });
        return walked == 4 ? XdpAction.Pass : XdpAction.Tx;
    }
}
