using System;

namespace BpfSharp.Kernel.Tests.Differential.Programs;

/// <summary>Values of maps that are changed under their lock, which is released on every way out.</summary>
public static partial class LockPrograms
{
    private static readonly ArrayMap<Account> Accounts = new(maxEntries: 4);
    private static readonly HashMap<uint, Account> Sparse = new(maxEntries: 8);

    public struct Account
    {
        public int Uses;
        public BpfSpinLock Lock;
        public long In;
        public long Out;
    }

    [XdpProgram(OnFault = XdpAction.Drop)]
    public static XdpAction Moved(XdpContext ctx)
    {
        ref Operands o = ref ctx.Packet.Header<Operands>(Operands.Offset);
        ref Account account = ref Accounts[(uint)o.A & 7];
        using (account.Lock.Enter())
        {
            account.Uses++;
            account.In += o.A;
            account.Out += 100 / o.B;
            if (account.In < 0)
                return XdpAction.Tx;
        }

        o.R0 = account.In;
        o.R1 = account.Out;
        return XdpAction.Pass;
    }

    [XdpProgram(OnFault = XdpAction.Drop)]
    public static XdpAction Twice(XdpContext ctx)
    {
        ref Operands o = ref ctx.Packet.Header<Operands>(Operands.Offset);
        uint key = (uint)o.A & 3;
        if (!Sparse.TryGetRef(in key, out Ref<Account> found))
            return Sparse.TryAdd(in key, new Account { In = o.B }) ? XdpAction.Tx : XdpAction.Aborted;
        ref Account account = ref found.Value;
        long before;
        using (account.Lock.Enter())
            before = account.In++;
        using (account.Lock.Enter())
            account.Out += before / (o.B & 7);
        o.R0 = account.Out;
        return XdpAction.Pass;
    }

    /// <summary>A loop of few rounds is unrolled, and one place releases the lock of whichever round faults.</summary>
    [XdpProgram(OnFault = XdpAction.Drop)]
    public static XdpAction In_rounds(XdpContext ctx)
    {
        ref Operands o = ref ctx.Packet.Header<Operands>(Operands.Offset);
        for (uint i = 0; i < 3; i++)
        {
            ref Account account = ref Accounts[((uint)o.A + i) & 3];
            using (account.Lock.Enter())
            {
                account.In += 100 / (o.B & 7);
                account.Uses = checked(account.Uses + 1);
            }

            o.R0 += account.In;
        }

        return XdpAction.Pass;
    }

    /// <summary>Whole values replaced with their lock held.</summary>
    [XdpProgram(OnFault = XdpAction.Drop)]
    public static XdpAction Replaced(XdpContext ctx)
    {
        ref Operands o = ref ctx.Packet.Header<Operands>(Operands.Offset);
        var account = new Account { Uses = (int)o.B, In = o.A, Out = 3 };
        uint key = (uint)o.A & 7;
        o.R0 = Sparse.Update(in key, in account, MapUpdate.Lock | (MapUpdate)((uint)o.B & 3));
        o.R1 = Accounts.Update(key, in account, MapUpdate.Lock);
        return XdpAction.Pass;
    }

    /// <summary>Each value under its lock, found again by a callback.</summary>
    [XdpProgram(OnFault = XdpAction.Drop)]
    public static XdpAction Walked(XdpContext ctx)
    {
        ref Operands o = ref ctx.Packet.Header<Operands>(Operands.Offset);
        long step = o.A;
        o.R0 = Accounts.ForEach((in uint key, ref Account account) =>
        {
            ref Account same = ref Accounts[key];
            using (same.Lock.Enter())
            {
                same.Uses++;
                same.Out += step / (key + same.Uses - 3);
            }
        });
        return XdpAction.Pass;
    }
}
