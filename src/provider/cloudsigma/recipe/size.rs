//! Giving a stopped server another size, and making a drive larger.
//! A drive is never made smaller: data behind its new end would be lost.

use crate::{
    error::{Error, Result},
    model::show_bytes,
    provider::{Call, Input, Inputs, Made},
};

use super::{
    super::{
        object::{Server, object},
        op, read,
    },
    conflict,
    create::CORE_MHZ,
};

/// The speeds that one processor may run at, in MHz. Source: manual 8.2.
const ALLOWED_MHZ: std::ops::RangeInclusive<i64> = 1000..=2200;

/// Changes the processors or the memory of the server.
pub(crate) async fn resize(call: &Call<'_>) -> Result<Made> {
    let cpus = call.typed.flag("cpus").map(|text| text.parse::<i64>().unwrap_or(0));
    let memory = call.typed.scaled("memory", 1 << 20).map(|mib| i64::try_from(mib).unwrap_or(i64::MAX));
    if (cpus, memory) == (None, None) {
        return Err(Error::usage("nothing says the new size").hint("add --cpus, --memory or both"));
    }
    if cpus.is_some_and(|cpus| !(1..=64).contains(&cpus)) {
        return Err(Error::usage("a machine has at least one processor, and --cpus is their number"));
    }
    let server = Server::read(call.session, call.typed.id).await?;
    server.must_be_stopped(&call.session.account)?;
    let mut inputs = Inputs::none().text("id", call.typed.id);
    if let Some(cpus) = cpus {
        let speed = Input::Integer(cpus.saturating_mul(core(&server)));
        inputs = inputs.with("cpu", speed).text("smp", cpus.to_string());
    }
    if let Some(memory) = memory {
        inputs = inputs.with("mem", Input::Integer(memory));
    }
    call.send(&op::SERVERS_SET, inputs).await?;
    Ok(Made::default())
}

/// The speed of one processor in MHz: the present one, if it is known and allowed.
fn core(server: &Server) -> i64 {
    let number = |key| server.key(key).and_then(|text| text.parse::<i64>().ok());
    let now = number("cpu").zip(number("smp")).and_then(|(cpu, smp)| cpu.checked_div(smp));
    now.filter(|mhz| ALLOWED_MHZ.contains(mhz)).unwrap_or(CORE_MHZ)
}

/// Makes the drive larger.
pub(crate) async fn grow_drive(call: &Call<'_>) -> Result<Made> {
    let id = call.typed.id;
    let wanted = call.typed.scaled("size", 1).ok_or_else(|| Error::usage("--size is needed"))?;
    let drive = read::drive(None, &object(call.session, &op::DRIVES_SHOW, id).await?)?;
    let Some(size) = drive.size_bytes else {
        return Err(conflict(call, "its present size is not told, so that a smaller one could cut off data"));
    };
    if wanted == size {
        return Ok(Made::nothing());
    }
    let new = i64::try_from(wanted).map_err(|_| Error::usage("--size is too large"))?;
    if wanted < size {
        let size = i64::try_from(size).map_or_else(|_| size.to_string(), show_bytes);
        let sentence = format!("it has {size}, and {} would cut off data", show_bytes(new));
        return Err(Error::usage(sentence).hint("copy what is needed to a smaller drive instead"));
    }
    call.send(&op::DRIVES_SET, Inputs::none().text("id", id).with("size", Input::Integer(new))).await?;
    Ok(Made::default())
}
